import type { DomainError } from "@mainstay/contracts";
import type { DbOrTx } from "@mainstay/db";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { type Part, playedAs } from "./played-as.ts";

/** For what others make. It is made of values from here, so whatever is refused is a mistake here. */
export const madeBy = <D extends DbOrTx>(
  ctx: Ctx<never, D>,
  merchantId: string,
  part: Part = "admin",
): Ctx<string, D, Actor> => ({
  ...ctx,
  actor: playedAs(merchantId, part),
  audit: () => {},
  fail: thrown,
  refuse: thrown,
});

function thrown(error: DomainError): never {
  throw error;
}
