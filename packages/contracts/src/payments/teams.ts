import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { Money } from "../money.ts";
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

export const readTeamBalances = permission("payments.teams.balances", {
  roles: ["support", "lead"],
  scopes: ["team"],
});

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

export const TraderBalances = z
  .object({
    traderId: z.uuid(),
    traderName: z.string(),
    state: z.enum(["active", "paused", "blocked"]),
    online: z.boolean(),
    collateral: z.object({
      balance: Money,
      held: Money.describe("For orders under way."),
      available: Money,
    }),
    earnings: Money,
    owed: Money.describe("What the trader owes us."),
  })
  .meta({ id: "TraderBalances" });

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
  balances: query({
    summary: "What stands on the accounts of a team's traders, newest traders first",
    access: readTeamBalances,
    input: one.extend({ cursor: pageInput.cursor, limit: z.int().min(1).max(500).default(100) }),
    output: page(TraderBalances),
    errors: [teamUnknown],
    rest: { method: "GET", path: "/payments/teams/{teamId}/balances" },
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
