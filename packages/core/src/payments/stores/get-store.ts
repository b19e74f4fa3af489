import { type payments, readStores } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { requireStore } from "./require-store.ts";
import { storeView } from "./store-view.ts";

export const getStore: UseCase<typeof payments.stores.get> = async (ctx, { storeId }) =>
  storeView(ctx, await requireStore(ctx, storeId, readStores));
