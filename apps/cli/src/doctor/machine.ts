import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { findBinaries, placeFor } from "@mainstay/db/embedded";
import { dataFolder, root } from "../dev/prepare.ts";
import { fail, type Finding, ok, warn, why } from "./finding.ts";

/** What is needed before anything is configured. */
export async function* machine(embedded: boolean): AsyncGenerator<Finding> {
  yield node();
  yield packageManager();
  if (embedded) yield await postgres();
  yield await disk(embedded);
}

function node(): Finding {
  const { version } = process;
  if (version.startsWith("v24.")) return ok("Node", version.slice(1));
  return warn(
    "Node",
    version.slice(1),
    "Mainstay is tested on Node 24; the packages bring it where they can.",
  );
}

function packageManager(): Finding {
  const version = /^pnpm\/(\S+)/.exec(process.env["npm_config_user_agent"] ?? "")?.[1];
  if (!version)
    return warn("pnpm", "this was not started by pnpm", "Use npx -y pnpm@12 mainstay doctor.");
  if (version.startsWith("12.")) return ok("pnpm", version);
  return warn("pnpm", version, "The lockfile is pnpm 12's: use npx -y pnpm@12.");
}

async function postgres(): Promise<Finding> {
  const about = "Postgres";
  try {
    const { postgres: binary } = await findBinaries(dataFolder);
    const version = execFileSync(binary, ["--version"], { encoding: "utf8" }).trim();
    return ok(about, `${version}, from the packages`);
  } catch (error) {
    return fail(
      about,
      why(error),
      "Install again (npx -y pnpm@12 install), or use your own Postgres.",
    );
  }
}

const gib = 2 ** 30;

async function disk(embedded: boolean): Promise<Finding> {
  const data = placeFor(dataFolder);
  const { bavail, bsize } = await statfs(embedded && existsSync(data) ? data : root);
  const free = Number(bavail) * Number(bsize);
  const told = `${(free / gib).toFixed(1)} GiB free`;
  const todo = "Make room: a database that cannot write stops.";
  if (free < gib / 4) return fail("Disk", told, todo);
  return free < 2 * gib ? warn("Disk", told, todo) : ok("Disk", told);
}
