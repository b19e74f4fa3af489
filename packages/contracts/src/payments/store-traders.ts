import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { feePartsExceed } from "./fee-parts.ts";
import { storeUnknown } from "./stores.ts";
import { traderUnknown } from "./traders.ts";

export const readStoreTraders = permission("payments.store_traders.read", { roles: ["support"] });
export const manageStoreTraders = permission("payments.store_traders.manage", {
  roles: ["support"],
});

const pair = { storeId: z.uuid(), traderId: z.uuid() };
export const StoreTrader = z
  .object({ ...pair, traderName: z.string(), rule: z.enum(["allow", "deny"]) })
  .meta({ id: "StoreTrader" });

export const storeTraders = {
  list: query({
    summary: "Traders that a store wants, or does not want; newest traders first",
    access: readStoreTraders,
    input: z.object({ ...pageInput, storeId: pair.storeId }),
    output: page(StoreTrader),
    errors: [storeUnknown],
    rest: { method: "GET", path: "/payments/stores/{storeId}/traders" },
  }),
  set: mutation({
    summary: "Allow a trader at a store, deny one, or take back either",
    description:
      "Where a store has any that are allowed, no others serve it; one that is denied never does. Orders that are under way go on.",
    access: manageStoreTraders,
    fresh: true,
    input: z.object({ ...pair, rule: z.enum(["allow", "deny", "none"]) }),
    output: z.object({ ...pair, rule: z.enum(["allow", "deny", "none"]) }),
    errors: [storeUnknown, traderUnknown, feePartsExceed],
    rest: { method: "PUT", path: "/payments/stores/{storeId}/traders/{traderId}" },
  }),
};
