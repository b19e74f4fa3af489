import { z } from "zod";
import { amountTooLarge, amountTooPrecise } from "../ledger/posting.ts";
import { personal } from "../mark.ts";
import { AskedMoment } from "../moment.ts";
import { pageInput } from "../page.ts";
import { CurrencyCode, currencyUnknown } from "../platform/reference.ts";
import { reason } from "../reason.ts";
import { MethodCode } from "./pay-in.ts";
import { storeUnknown } from "./stores.ts";
import { teamUnknown } from "./teams.ts";
import { traderUnknown } from "./traders.ts";

export const amountWithoutCurrency = reason("payments.amount_without_currency", {
  kind: "invalid",
  message: "least and most are sums of one currency; say by currency of which.",
});
export const orderFilterErrors = [
  storeUnknown,
  traderUnknown,
  teamUnknown,
  amountWithoutCurrency,
  amountTooPrecise,
  amountTooLarge,
  currencyUnknown,
] as const;
export type OrderFilterReason = (typeof orderFilterErrors)[number]["reason"];

const Sum = z
  .string()
  .max(40)
  .regex(/^\d+(\.\d+)?$/)
  .optional();

/** Which orders a list, an export or a statistic is of; `states` are those of its direction. */
const filters = <S extends z.ZodType<string>>(state: S) => ({
  storeId: z.uuid().optional(),
  traderId: z.uuid().optional().describe("Not for merchants, who do not learn who it is."),
  teamId: z.uuid().optional(),
  state: z
    .union([state, z.array(state).min(1).max(20)])
    .optional()
    .describe("One or several."),
  method: MethodCode.optional(),
  currency: CurrencyCode.optional(),
  reference: z.string().trim().min(1).max(200).optional().describe("The whole of it."),
  search: personal(
    z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe(
        "A whole order id or reference; for the merchant and support also the payer's id, for support also the bank's reference of a proof.",
      ),
  ),
  from: AskedMoment.optional(),
  until: AskedMoment.optional(),
  least: Sum.describe("Of what was asked for, in `currency`."),
  most: Sum.describe("Of what was asked for, in `currency`."),
});
export interface OrderFilters {
  readonly storeId?: string | undefined;
  readonly traderId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly state?: string | readonly string[] | undefined;
  readonly method?: string | undefined;
  readonly currency?: string | undefined;
  readonly reference?: string | undefined;
  readonly search?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly least?: string | undefined;
  readonly most?: string | undefined;
}
const sort = z.enum(["newest", "oldest"]).describe("What comes first.");

export const orderListInput = <S extends z.ZodType<string>>(state: S) =>
  z.object({ ...pageInput, ...filters(state), sort: sort.default("newest") });
export const orderExportInput = <S extends z.ZodType<string>>(state: S) =>
  z.object({
    cursor: pageInput.cursor,
    limit: z.int().min(1).max(1_000).default(500),
    ...filters(state),
    sort: sort.default("oldest"),
  });

export const OrderExport = z
  .object({ csv: z.string(), rows: z.int(), nextCursor: z.string().nullable() })
  .meta({ id: "OrderExport" });
export const exportDescription =
  "Ask again with `cursor` for as long as there is one, and put the texts together: the first has the header. Each side has its own columns.";
