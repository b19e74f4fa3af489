import { driveLedger, raceLedger, testDatabase, testProcess } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

/**
 * In all; LEDGER_MODEL_OPERATIONS asks for more or fewer, and `pnpm soak ledger` for a million. A failure
 * names its seed, and LEDGER_MODEL_SEED asks the same again.
 */
const operations = Number(process.env["LEDGER_MODEL_OPERATIONS"] ?? 100_000);
const seed = Number(process.env["LEDGER_MODEL_SEED"] ?? Date.now() % 2 ** 31);
const seeds = Array.from({ length: 4 }, (_, index) => seed + index);
const each = Math.ceil(operations / seeds.length);

const tell = (line: string) => process.stdout.write(`${line}\n`);

describe.concurrent("whatever is asked of the ledger, it does what the model says", () => {
  it.each(seeds)("with seed %i", { timeout: 600_000 }, async (own) => {
    await using database = await testDatabase();
    await using running = await testProcess(database);
    const { db, reference } = running.services;
    const { transfers, ...driven } = await driveLedger({
      db,
      reference,
      seed: own,
      operations: each,
    });
    tell(`Ledger model, seed ${own}: ${driven.operations} operations, ${transfers} transfers.`);
    expect(driven.operations).toBeGreaterThanOrEqual(each);
  });
});

describe("whatever callers ask of the ledger at once", () => {
  it.each(seeds)(
    "what was committed explains every balance and every answer, with seed %i",
    { timeout: 600_000 },
    async (own) => {
      await using database = await testDatabase();
      await using running = await testProcess(database);
      const { db, reference } = running.services;
      const race = { db, reference, seed: own, operations: Math.ceil(each / 10), callers: 8 };
      const { acknowledged, posted } = await raceLedger(race);
      tell(`Ledger race, seed ${own}: ${acknowledged} operations, ${posted} posted.`);
      expect(posted).toBeGreaterThan(race.operations / 10);
    },
  );
});
