import type { DbOrTx } from "@mainstay/db";
import type { Actor } from "./actor.ts";
import { loadPaymentVisitor } from "./payments/sessions/load-visitor.ts";
import { sessionTokenPrefix } from "./payments/sessions/session-token.ts";

/** One line a kind of visitor: how its tokens begin, how its actors are named, and who loads them. */
const kinds = [
  { prefix: sessionTokenPrefix, name: "payment_session:", load: loadPaymentVisitor },
] as const;

export const isVisitorToken = (bearer: string): boolean =>
  kinds.some(({ prefix }) => bearer.startsWith(prefix));

/** Null where it is not good, or not any more. */
export async function visitorByToken(db: DbOrTx, token: string, now: Date): Promise<Actor | null> {
  const kind = kinds.find(({ prefix }) => token.startsWith(prefix));
  return kind ? kind.load(db, { token }, now) : null;
}

/** For who was told its name, and not the token. */
export async function visitorByName(db: DbOrTx, name: string, now: Date): Promise<Actor | null> {
  const kind = kinds.find((one) => name.startsWith(one.name));
  return kind ? kind.load(db, { id: name.slice(kind.name.length) }, now) : null;
}
