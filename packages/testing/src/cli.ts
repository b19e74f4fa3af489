import { execFile } from "node:child_process";
import path from "node:path";
import type { TestDatabase } from "./database.ts";

const bin = path.join(import.meta.dirname, "../../../apps/cli/bin/mainstay.js");

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `pnpm mainstay …` on a test's database, as a process of its own. */
export const runCli = (
  args: readonly string[],
  options: { on?: TestDatabase; env?: Record<string, string>; input?: string } = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const { on, input = "" } = options;
    const database = on ? { DATABASE_URL: on.url, DATABASE_OWNER_URL: on.ownerUrl } : {};
    const env = { PATH: process.env["PATH"] ?? "", ...database, ...options.env };
    const child = execFile(process.execPath, [bin, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
    child.stdin?.end(input);
  });
