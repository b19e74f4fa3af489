import type { payments } from "@mainstay/contracts";
import type { Answer, CtxOf, UseCase } from "../../context.ts";
import { findNamed } from "./find-named.ts";
import { findOrders } from "./find-orders.ts";
import { findRequisites } from "./find-requisites.ts";

export type SearchCtx = CtxOf<typeof payments.search>;
export type Hits = Answer<typeof payments.search>["items"];

/** Whoever may search may read all of these. Each kind is asked for what the text can be of it. */
export const search: UseCase<typeof payments.search> = async (ctx, { text }) => {
  const found = await Promise.all([
    findOrders(ctx, text),
    findRequisites(ctx, text),
    findNamed(ctx, text),
  ]);
  return { items: found.flat() };
};
