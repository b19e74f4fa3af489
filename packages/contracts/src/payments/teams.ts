import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { feePartsExceed } from "./fee-parts.ts";
import { ShownName } from "./merchants.ts";
import { Percent } from "./percent.ts";

export const readTeams = permission("payments.teams.read", {
  roles: ["support", "lead"],
  scopes: ["team"],
});
const editTeams = permission("payments.teams.edit", { roles: [] });

const name = ShownName.meta({ examples: ["North"] });
const state = z
  .enum(["active", "paused"])
  .describe("While it is paused, none of its traders gets an order.");
const terms = {
  commissionInPercent: Percent.describe("The lead's, of each pay-in's value."),
  commissionOutPercent: Percent.describe("The lead's, of each pay-out's value."),
};
export const Team = z
  .object({ id: z.uuid(), name: z.string(), state, ...terms, createdAt: z.iso.datetime() })
  .meta({ id: "Team" });

export const teamUnknown = reason("payments.team_unknown", {
  kind: "not_found",
  message: "There is no team {teamId}.",
  details: z.object({ teamId: z.string() }),
});

const one = z.object({ teamId: z.uuid() });

export const teams = {
  list: query({
    summary: "Teams, newest first",
    access: readTeams,
    input: z.object({ ...pageInput, state: state.optional() }),
    output: page(Team),
    rest: { method: "GET", path: "/payments/teams" },
  }),
  get: query({
    summary: "One team",
    access: readTeams,
    input: one,
    output: Team,
    errors: [teamUnknown],
    rest: { method: "GET", path: "/payments/teams/{teamId}" },
  }),
  create: mutation({
    summary: "Make a team",
    description: "Its lead is whoever is granted that role within it.",
    access: editTeams,
    fresh: true,
    input: z.object({ name, ...terms }),
    output: Team,
    rest: { method: "POST", path: "/payments/teams" },
  }),
  update: mutation({
    summary: "Change a team; what is left out stays",
    description: "Orders that are under way keep what was agreed when they were assigned.",
    access: editTeams,
    fresh: true,
    input: one.extend({
      name: name.optional(),
      state: state.optional(),
      commissionInPercent: terms.commissionInPercent.optional(),
      commissionOutPercent: terms.commissionOutPercent.optional(),
    }),
    output: Team,
    errors: [teamUnknown, feePartsExceed],
    rest: { method: "PATCH", path: "/payments/teams/{teamId}" },
  }),
};
