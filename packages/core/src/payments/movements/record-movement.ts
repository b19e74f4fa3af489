import {
  merchantUnknown,
  movableAccounts,
  movementAccountUnfit,
  movementRepeated,
  type payments,
  teamUnknown,
  traderUnknown,
} from "@mainstay/contracts";
import { movements } from "@mainstay/db";
import { and, eq, ne, sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { CtxOf, UseCase } from "../../context.ts";
import { refusalOfJournal } from "../../ledger/index.ts";
import { settlementOf } from "../settlement.ts";
import { movementJournal } from "./movement-journal.ts";
import { type MovementRow, movementView } from "./movement-view.ts";
import { ownerName } from "./owner-name.ts";
import { settlementAmount } from "./settlement-amount.ts";

const unknown = {
  merchant: (merchantId: string) => merchantUnknown({ merchantId }),
  trader: (traderId: string) => traderUnknown({ traderId }),
  team: (teamId: string) => teamUnknown({ teamId }),
};
type RecordMovement = typeof payments.movements.record;

export const recordMovement: UseCase<RecordMovement> = async (ctx, input) => {
  const { kind, owner, account, outsideReference, note = null } = input;
  const id = v7();
  const target = `movement:${id}`;
  ctx.audit({ target });
  const amount = await settlementAmount(ctx, input.money);
  const its = movableAccounts.filter(({ ownerKind }) => ownerKind === owner.kind);
  const { purpose } =
    its.find(({ name }) => name === account) ??
    ctx.fail(
      movementAccountUnfit({
        owner: owner.kind,
        account,
        accounts: its.map(({ name }) => name),
      }),
    );
  if ((await ownerName(ctx.db, owner)) === undefined) ctx.fail(unknown[owner.kind](owner.id));
  const row: MovementRow = {
    id,
    kind,
    ownerKind: owner.kind,
    ownerId: owner.id,
    purpose,
    amount,
    outsideReference,
    note,
    state: "recorded",
    recordedBy: ctx.actor.owner,
    recordedAt: ctx.clock.now(),
    decidedBy: null,
    decidedAt: null,
    decision: null,
  };
  // What could never be posted is refused at once; whether the funds are there counts when it is.
  const refusal = refusalOfJournal(movementJournal(row));
  if (refusal) ctx.fail(refusal);
  await insertOnce(ctx, row);
  ctx.audit({ target, changes: { ...input } });
  return movementView(row, { currency: await settlementOf(ctx.reference), inside: true });
};

async function insertOnce(
  ctx: Pick<CtxOf<RecordMovement>, "db" | "fail">,
  row: MovementRow,
): Promise<void> {
  const { kind: movement, outsideReference } = row;
  for (;;) {
    const made = await ctx.db
      .insert(movements)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: movements.id });
    if (made.length > 0) return;
    const [before] = await ctx.db
      .select({ id: movements.id })
      .from(movements)
      .where(
        and(
          eq(movements.kind, movement),
          sql`lower(${movements.outsideReference}) = lower(${outsideReference})`,
          ne(movements.state, "rejected"),
        ),
      );
    // Where there is none, it was rejected just now, and its reference is free again.
    if (before) ctx.fail(movementRepeated({ movementId: before.id, movement, outsideReference }));
  }
}
