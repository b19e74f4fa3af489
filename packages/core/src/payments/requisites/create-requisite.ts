import {
  manageRequisites,
  type payments,
  requisiteBankUnknown,
  requisiteMethodUnfit,
  requisiteNumberUnfit,
  requisiteRefused,
  requisiteTaken,
} from "@mainstay/contracts";
import { requisites, type Tx } from "@mainstay/db";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { isListed } from "../fraud/is-listed.ts";
import { requireMethod } from "../require-method.ts";
import { lockTrader } from "../traders/lock-trader.ts";
import { refreshTurns } from "../traders/refresh-turns.ts";
import { hashesOfNumber } from "./hashes-of-number.ts";
import { isNumberKind, normaliseNumber, numberRules, sealNumber } from "./number.ts";
import { limitsOf } from "./requisite-limits.ts";
import { type RequisiteRow, requisiteView } from "./requisite-view.ts";

export const createRequisite: UseCase<typeof payments.requisites.create> = async (ctx, input) => {
  const id = v7();
  const target = `requisite:${id}`;
  ctx.audit({ target });
  const { traderId, method, bank, holder } = input;
  const { currency } = input.min;
  await lockTrader(ctx, traderId, manageRequisites);

  const { kind } = await requireMethod(ctx, { method, currency });
  if (!isNumberKind(kind)) return ctx.fail(requisiteMethodUnfit({ method }));
  const { banks } = await ctx.reference.all();
  if (bank !== null && !banks.some(({ code }) => code === bank)) {
    ctx.fail(requisiteBankUnknown({ bank }));
  }
  const number =
    normaliseNumber(kind, input.number) ??
    ctx.fail(requisiteNumberUnfit({ method, rule: numberRules[kind] }));
  const { sealed, hash, masked } = sealNumber(ctx.sealer, kind, number);
  const hashes = await hashesOfNumber(ctx, kind, number);
  if (await isListed(ctx.db, "requisite", hashes)) ctx.fail(requisiteRefused());
  if (await isTaken(ctx.db, method, hashes)) ctx.fail(requisiteTaken());
  const row: RequisiteRow = {
    id,
    traderId,
    method,
    bank,
    currency,
    holder,
    numberSealed: sealed,
    numberHash: hash,
    numberMasked: masked,
    ...(await limitsOf(ctx, currency, input)),
    dayCountCap: input.dayCountCap,
    parallelCap: input.parallelCap,
    coolDownSeconds: input.coolDownSeconds,
    state: "active",
    liveOrders: 0,
    lastAssignedAt: null,
    createdAt: ctx.clock.now(),
  };
  // Of two at once the second waits for the first, and is told no more than that it is taken.
  const { rowCount } = await ctx.db
    .insert(requisites)
    .values(row)
    .onConflictDoNothing({
      target: [requisites.numberHash, requisites.method],
      where: sql`${requisites.state} <> 'archived'`,
    });
  if (rowCount !== 1) ctx.fail(requisiteTaken());
  await refreshTurns(ctx.db, [traderId]);
  ctx.audit({ target, changes: { traderId, method, bank, currency, number: masked } });
  return requisiteView(ctx, row);
};

/** By whatever it may be kept by; the index knows its own alone. */
const isTaken = async (tx: Tx, method: string, hashes: readonly Buffer[]): Promise<boolean> =>
  (await tx.$count(
    requisites,
    and(
      inArray(requisites.numberHash, [...hashes]),
      eq(requisites.method, method),
      ne(requisites.state, "archived"),
    ),
  )) > 0;
