import { type payments, readMerchants } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { merchantView } from "./merchant-view.ts";
import { requireMerchant } from "./require-merchant.ts";

export const getMerchant: UseCase<typeof payments.merchants.get> = async (ctx, { merchantId }) =>
  merchantView(await requireMerchant(ctx, merchantId, readMerchants));
