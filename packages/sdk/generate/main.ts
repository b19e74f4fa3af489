import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { contract, contractSchemas } from "@mainstay/contracts";
import { renderRouter } from "./render-router.ts";
import { rich } from "./rich/contract.ts";
import { snapshotOf } from "./snapshot.ts";

/** `pnpm generate` writes what is made from the contract; `--check` only says whether it is up to date. */
const root = path.join(import.meta.dirname, "../../..");
const schemas = contractSchemas(contract);
const files = {
  "packages/sdk/src/generated/router.ts": renderRouter(contract, schemas, "../procedure-types.ts"),
  "packages/contracts/snapshot.json": `${JSON.stringify(snapshotOf(schemas), null, 2)}\n`,
  // Its types are proved equal to a made-up contract that has everything; common reasons are in it, too.
  "packages/sdk/generate/rich/router.ts": renderRouter(
    rich,
    contractSchemas(rich),
    "../../src/procedure-types.ts",
  ),
};

const stale: string[] = [];
for (const [name, text] of Object.entries(files)) {
  const before = await readFile(path.join(root, name), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );
  if (before !== text) stale.push(name);
}

if (process.argv.includes("--check")) {
  if (stale.length > 0) {
    console.error(
      `Not what the contract says: ${stale.join(", ")}. Run \`pnpm generate\` and commit.`,
    );
    process.exitCode = 1;
  } else {
    console.log("Everything generated is up to date.");
  }
} else {
  for (const name of stale)
    await writeFile(path.join(root, name), files[name as keyof typeof files]);
  console.log(
    stale.length > 0 ? `Written: ${stale.join(", ")}.` : "Everything generated was up to date.",
  );
}
