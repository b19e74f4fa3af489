import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Soak } from "./soak.ts";

/** `pnpm soak <name> [--operations n] [--seed n]`: ends with 1 where it found something. */
const soaks = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    operations: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const [name] = positionals;
const operations = Number(values.operations);
const seed = Number(values.seed);
const sound = Number.isSafeInteger(operations) && operations > 0 && Number.isSafeInteger(seed);
if (!name || !soaks.includes(name) || !sound) {
  console.error(
    `Usage: pnpm soak <${soaks.join("|")}> [--operations 1000000] [--seed <whole number>]`,
  );
  process.exit(1);
}
const { soak } = (await import(`./${name}/${name}.ts`)) as { soak: Soak };
try {
  await soak({ operations, seed });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
