import { z } from "zod";
import { withAccount } from "../access.ts";
import { query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { moment } from "./account.ts";

export const Activity = z
  .object({
    id: z.uuid(),
    at: moment,
    action: z.string().describe("The procedure."),
    target: z.string().nullable(),
    outcome: z.string().describe("`done`, or the reason of the refusal."),
    ip: z.string().nullable(),
  })
  .meta({ id: "Activity" });

export const activity = {
  list: query({
    summary: "What this account did, newest first",
    access: withAccount,
    input: z.object(pageInput),
    output: page(Activity),
  }),
};
