import { readFile } from "node:fs/promises";
import path from "node:path";
import { contract, contractSchemas } from "@mainstay/contracts";
import { compareContracts } from "./compare-contracts.ts";
import { type Snapshot, snapshotOf } from "./snapshot.ts";

/** `pnpm contract:check`: within a major version the contract only grows. */
const file = path.join(import.meta.dirname, "../../contracts/released.json");
const released = JSON.parse(await readFile(file, "utf8")) as Snapshot;
const { breaking, notable, added } = compareContracts(
  released,
  snapshotOf(contractSchemas(contract)),
);

const print = (title: string, lines: readonly string[]): void => {
  if (lines.length > 0) console.log(`${title}\n${lines.map((line) => `  ${line}\n`).join("")}`);
};
print("Added since the last release:", added);
print("Changed, and to be told in the release notes:", notable);
print("Breaks clients of the last release:", breaking);
if (breaking.length > 0) {
  console.error(
    "Within a major version a contract only grows. Add beside the old, and deprecate that.",
  );
  process.exitCode = 1;
} else {
  console.log("The contract serves every client of the last release.");
}
