import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Soak } from "./soak.ts";

/** `pnpm soak <name> [--seed n]`: ends with 1 where it found something. */
const soaks = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    operations: { type: "string", default: "1000000" },
    orders: { type: "string", default: "20000" },
    kills: { type: "boolean", default: true },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const [name] = positionals;
const operations = Number(values.operations);
const orders = Number(values.orders);
const seed = Number(values.seed);
const isCount = (count: number): boolean => Number.isSafeInteger(count) && count > 0;
const sound = isCount(operations) && isCount(orders) && Number.isSafeInteger(seed);
if (!name || !soaks.includes(name) || !sound) {
  console.error(
    `Usage: pnpm soak <${soaks.join("|")}> [--seed <whole number>]\n` +
      "  ledger: [--operations 1000000]\n  payments: [--orders 20000] [--no-kills]",
  );
  process.exit(1);
}
const { soak } = (await import(`./${name}/${name}.ts`)) as { soak: Soak };
try {
  await soak({ operations, orders, seed, kills: values.kills });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
