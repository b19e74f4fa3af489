import { ledgerTransfers } from "@mainstay/db";
import {
  adminPerson,
  changeMovements,
  fundMovable,
  idOfMade,
  movableOwners,
  movementInput,
  testApi,
  testDatabase,
  traderPerson,
  usdt,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reconcile } from "../../ledger/index.ts";
import { movementChecks } from "./movement-checks.ts";

/** An API whose books have a deposit, a withdrawal, earnings that were moved, and money from elsewhere. */
async function livedBooks() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  const { merchant, collateral, earnings, team } = await movableOwners(api);
  const [one, other] = [await adminPerson(api), await adminPerson(api)];
  const record = async (input: object) =>
    idOfMade(await changeMovements(api, "record", input, one));
  const approved = async (input: object) => {
    const movementId = await record(input);
    idOfMade(await changeMovements(api, "approve", { movementId }, other));
    return movementId;
  };
  const deposit = await approved(movementInput(merchant));
  const withdrawal = await approved(
    movementInput(merchant, { kind: "withdrawal", money: usdt("2") }),
  );
  await approved(movementInput(earnings));
  const traderId = earnings.owner.id;
  const earned = idOfMade(
    await changeMovements(
      api,
      "moveEarnings",
      { traderId, money: usdt("1") },
      await traderPerson(api, traderId),
    ),
  );
  const open = await record(movementInput(team));
  const movementId = await record(movementInput(team));
  idOfMade(await changeMovements(api, "reject", { movementId, why: "no need" }, other));
  await fundMovable(api, collateral, 1_000_000n);
  const [elsewhere] = await database.db
    .select()
    .from(ledgerTransfers)
    .where(eq(ledgerTransfers.code, "test.move"));
  return {
    database,
    deposit,
    withdrawal,
    earned,
    open,
    elsewhere: elsewhere?.journalId ?? "",
    team: team.owner.id,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
type Books = Awaited<ReturnType<typeof livedBooks>>;
const found = async ({ database }: Books) => {
  const { findings } = await reconcile(database.db, { by: "test", checks: movementChecks });
  return findings.map(({ check, subject, problem }) => [`${check} ${subject}`, problem] as const);
};

const copied = (journal: string, leg: number, code: string) =>
  `insert into ledger_transfers (journal_id, leg, debit_id, credit_id, amount, kind, code, ref_kind, ref_id, debit_appends, credit_appends, at)
   select journal_id, ${leg}, debit_id, credit_id, amount, kind, code, ref_kind, ref_id, debit_appends, credit_appends, at
     from ledger_transfers where journal_id = '${journal}' and code = '${code}'`;
/** What is broken by hand, whose check finds it at what, and what it says of it. */
const breakages: Record<string, (at: Books) => readonly [by: string, at: string, says: RegExp]> = {
  "an approval without a journal": ({ open }) => [
    `update movements set state = 'approved', decided_by = 'account:2', decided_at = now() where id = '${open}'`,
    `movements ${open}`,
    /is approved as .* and has no journal/,
  ],
  "a journal without a movement": ({ elsewhere }) => [
    `update ledger_transfers set code = 'payments.deposit_recorded' where journal_id = '${elsewhere}'`,
    `movements ${elsewhere}`,
    /is unknown and has a journal/,
  ],
  "a journal of what was only recorded": ({ deposit }) => [
    `update movements set state = 'recorded', decided_by = null where id = '${deposit}'`,
    `movements ${deposit}`,
    /is recorded and has a journal/,
  ],
  "a journal of what was rejected": ({ withdrawal }) => [
    `update movements set state = 'rejected' where id = '${withdrawal}'`,
    `movements ${withdrawal}`,
    /is rejected and has a journal/,
  ],
  "an approval by who recorded it": ({ deposit }) => [
    `alter table movements drop constraint movements_eyes;
     update movements set decided_by = recorded_by where id = '${deposit}'`,
    `movements ${deposit}`,
    /nobody else approved it/,
  ],
  "an approval by nobody, without a journal": ({ open }) => [
    `alter table movements drop constraint movements_eyes;
     update movements set state = 'approved' where id = '${open}'`,
    `movements ${open}`,
    /has no journal/,
  ],
  "another amount": ({ deposit }) => [
    `update movements set amount = amount + 1 where id = '${deposit}'`,
    `movements ${deposit}`,
    /of 12500001 from .*of 12500000 from /,
  ],
  "another owner": ({ deposit, team }) => [
    `update movements set owner_id = '${team}' where id = '${deposit}'`,
    `movements ${deposit}`,
    /to merchant\.balance of /,
  ],
  "another account": ({ withdrawal }) => [
    `update movements set owner_kind = 'trader', purpose = 'collateral' where id = '${withdrawal}'`,
    `movements ${withdrawal}`,
    /from trader\.collateral of .*from merchant\.balance of /,
  ],
  "another direction": ({ withdrawal }) => [
    `update movements set kind = 'deposit' where id = '${withdrawal}'`,
    `movements ${withdrawal}`,
    /payments\.deposit_recorded of .*payments\.withdrawal_recorded of /,
  ],
  "a journal about something else": ({ deposit }) => [
    `update ledger_transfers set ref_id = '1' where journal_id = '${deposit}'`,
    `movements ${deposit}`,
    /for movement:1"/,
  ],
  "a journal whose accounts are not there": ({ deposit }) => [
    `update ledger_transfers set credit_id = '00000000-0000-7000-8000-000000000001' where journal_id = '${deposit}'`,
    `movements ${deposit}`,
    /leg 0 of its journal/,
  ],
  "a journal that only holds": ({ deposit }) => [
    `update ledger_transfers set kind = 'pending' where journal_id = '${deposit}'`,
    `movements ${deposit}`,
    /is "pending /,
  ],
  "a leg too many": ({ deposit }) => [
    copied(deposit, 1, "payments.deposit_recorded"),
    `movements ${deposit}`,
    /leg 1 of its journal/,
  ],
  "earnings that became somebody else's": ({ elsewhere }) => [
    `update ledger_transfers set code = 'payments.earnings_moved' where journal_id = '${elsewhere}'`,
    `earnings ${elsewhere}`,
    /leg 0 is .* from platform\.external of /,
  ],
  "earnings of another trader": ({ earned, team }) => [
    `update ledger_transfers set ref_id = '${team}' where journal_id = '${earned}'`,
    `earnings ${earned}`,
    /for trader:/,
  ],
  "earnings that moved twice": ({ earned }) => [
    copied(earned, 1, "payments.earnings_moved"),
    `earnings ${earned}`,
    /leg 1 is /,
  ],
};

describe("a look through the books", () => {
  it("finds nothing where each movement has its journal", async () => {
    await using at = await livedBooks();
    expect(await found(at)).toEqual([]);
  });

  it.each(Object.entries(breakages))("finds %s", async (_name, breakage) => {
    await using at = await livedBooks();
    const [by, subject, says] = breakage(at);
    await at.database.admin(`set session_replication_role = replica; ${by}`);
    expect(await found(at)).toEqual([[subject, expect.stringMatching(says)]]);
  });
});
