import { readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { report, type Benchmark } from "./measure.ts";

/** `pnpm bench <name> [--rounds n] [--seconds n] [--largest n]` */
const benchmarks = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    largest: { type: "string", default: "100000" },
  },
});
const [name] = positionals;
if (!name || !benchmarks.includes(name)) {
  process.stderr.write(
    `Usage: pnpm bench <${benchmarks.join("|")}> [--rounds 5] [--seconds 3] [--largest 100000]\n`,
  );
  process.exit(1);
}
const { benchmark } = (await import(`./${name}/${name}.ts`)) as { benchmark: Benchmark };
const results = await benchmark({
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  largest: Number(values.largest),
});
report(name, results, path.join(import.meta.dirname, "../../.data/bench"));
