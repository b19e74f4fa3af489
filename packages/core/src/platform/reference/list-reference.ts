import type { ItemKind, KeptItem, platform } from "@mainstay/contracts";
import type { Db } from "@mainstay/db";
import type { UseCase } from "../../context.ts";
import { notGivenOut } from "../../page.ts";
import { keptItem } from "./kept-item.ts";
import { readItems } from "./read-items.ts";

/** Nothing is deleted, so the code of the last item shown says where the next page begins. */
export const listReference: UseCase<typeof platform.reference.list> = async (ctx, input) => {
  const all = await list[input.kind](ctx.db);
  const { cursor = null, limit } = input;
  const from = cursor === null ? 0 : all.findIndex(({ code }) => code === cursor) + 1;
  if (cursor !== null && from === 0) throw notGivenOut();
  const items = all.slice(from, from + limit);
  return {
    items,
    nextCursor: all.length > from + limit ? (items.at(-1)?.code ?? null) : null,
  };
};

const list: Record<ItemKind, (db: Db) => Promise<KeptItem[]>> = {
  currency: async (db) => (await readItems.currency(db)).map((row) => keptItem("currency", row)),
  network: async (db) => (await readItems.network(db)).map((row) => keptItem("network", row)),
  country: async (db) => (await readItems.country(db)).map((row) => keptItem("country", row)),
  bank: async (db) => (await readItems.bank(db)).map((row) => keptItem("bank", row)),
  payment_method: async (db) =>
    (await readItems.payment_method(db)).map((row) => keptItem("payment_method", row)),
};
