import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "../../..");

/** File, what it imports, and whether the arrows let it. */
const cases: [file: string, imported: string, verdict: "refused" | "allowed"][] = [
  ["packages/contracts/src/page.ts", "zod", "allowed"],
  ["packages/contracts/src/page.ts", "./reason.ts", "allowed"],
  ["packages/contracts/src/page.ts", "@mainstay/db", "refused"],
  ["packages/contracts/src/page.ts", "express", "refused"],
  ["packages/contracts/src/page.ts", "node:fs", "refused"],
  ["packages/db/src/client.ts", "@mainstay/contracts", "allowed"],
  ["packages/db/src/client.ts", "@mainstay/core", "refused"],
  ["packages/db/src/client.ts", "@mainstay/testing", "refused"],
  ["packages/db/src/client.test.ts", "@mainstay/testing", "allowed"],
  ["packages/db/src/client.ts", "../../core/src/actor.ts", "refused"],
  ["packages/core/src/actor.ts", "@mainstay/db", "allowed"],
  ["packages/core/src/actor.ts", "@mainstay/runtime", "refused"],
  ["packages/core/src/actor.ts", "@mainstay/testing", "refused"],
  ["packages/core/src/actor.ts", "@trpc/server", "refused"],
  ["packages/core/src/actor.ts", "express", "refused"],
  ["packages/core/src/actor.ts", "bullmq", "refused"],
  ["packages/core/src/actor.ts", "ioredis", "refused"],
  ["packages/core/src/actor.ts", "pg", "refused"],
  ["packages/core/src/actor.ts", "node:http", "refused"],
  ["packages/core/src/ledger/index.ts", "./journals/post-journal.ts", "allowed"],
  ["packages/core/src/ledger/money.ts", "../platform/index.ts", "allowed"],
  ["packages/core/src/ledger/money.ts", "../platform/settings/get-setting.ts", "refused"],
  ["packages/core/src/ledger/money.ts", "express", "refused"],
  ["packages/core/src/ledger/journals/post-journal.ts", "../../context.ts", "allowed"],
  ["packages/core/src/ledger/journals/post-journal.ts", "../accounts/open-account.ts", "allowed"],
  ["packages/core/src/ledger/journals/post-journal.ts", "../../platform/index.ts", "allowed"],
  ["packages/core/src/ledger/journals/post-journal.ts", "../../platform/feed/feed.ts", "refused"],
  ["packages/core/src/ledger/journals/post-journal.ts", "@trpc/server", "refused"],
  ["packages/core/src/platform/feed/feed.ts", "../../ports.ts", "allowed"],
  ["packages/core/src/platform/feed/feed.ts", "../settings/get-setting.ts", "allowed"],
  ["packages/core/src/platform/feed/feed.ts", "../../ledger/index.ts", "refused"],
  ["packages/core/src/platform/feed/feed.ts", "@mainstay/runtime", "refused"],
  ["packages/runtime/src/queues.ts", "@mainstay/core", "allowed"],
  ["packages/runtime/src/queues.ts", "bullmq", "allowed"],
  ["packages/runtime/src/queues.ts", "@mainstay/api", "refused"],
  ["packages/runtime/src/queues.ts", "@trpc/server", "refused"],
  ["packages/runtime/src/queues.ts", "@mainstay/testing", "refused"],
  ["apps/api/src/server.ts", "@trpc/server", "allowed"],
  ["apps/api/src/server.ts", "@mainstay/runtime", "allowed"],
  ["apps/api/src/server.ts", "@mainstay/worker", "refused"],
  ["apps/api/src/server.ts", "@mainstay/testing", "refused"],
  ["apps/worker/src/worker.ts", "@mainstay/runtime/jobs", "allowed"],
  ["apps/worker/src/worker.ts", "@mainstay/api", "refused"],
  ["apps/worker/src/worker.ts", "express", "refused"],
  ["apps/cli/src/main.ts", "@mainstay/core", "allowed"],
  ["apps/cli/src/main.ts", "@mainstay/api", "refused"],
  ["apps/cli/src/main.ts", "@mainstay/testing", "refused"],
  ["apps/cli/src/main.ts", "@mainstay/sdk", "refused"],
  ["apps/cli/src/demo/payments/play.ts", "@mainstay/sdk", "allowed"],
  ["apps/cli/src/demo/payments/play.ts", "@mainstay/api", "refused"],
  ["examples/payments-partner/src/main.ts", "@mainstay/sdk/webhooks", "allowed"],
  ["examples/payments-partner/src/main.ts", "@mainstay/core", "refused"],
  ["apps/pay/src/main.ts", "@mainstay/runtime", "allowed"],
  ["apps/pay/src/main.ts", "@mainstay/core", "refused"],
  ["apps/pay/src/main.ts", "@mainstay/sdk", "refused"],
  ["apps/pay/src/page/main.ts", "@mainstay/sdk", "allowed"],
  ["apps/pay/src/page/main.ts", "@mainstay/runtime", "refused"],
  ["apps/pay/src/page/main.ts", "@mainstay/contracts", "refused"],
  ["apps/pay/src/page/main.ts", "node:fs", "refused"],
  ["packages/sdk/src/client.ts", "@trpc/client", "allowed"],
  ["packages/sdk/src/client.ts", "@mainstay/contracts", "refused"],
  ["packages/sdk/src/client.ts", "@mainstay/api", "refused"],
  ["packages/sdk/src/client.ts", "zod", "refused"],
  ["packages/sdk/generate/main.ts", "@mainstay/contracts", "allowed"],
  ["packages/sdk/generate/main.ts", "@mainstay/core", "refused"],
  ["packages/testing/src/api.ts", "@mainstay/api", "allowed"],
  ["soak/src/ledger/ledger.ts", "@mainstay/testing/drive-ledger", "allowed"],
];

let folder: string;
/** `file:line` of each refused import. */
let refused: Set<string>;
const lines = new Map<string, string[]>();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "boundaries-"));
  const config = JSON.parse(readFileSync(path.join(root, ".oxlintrc.json"), "utf8")) as {
    options: object;
  };
  // The imports lead nowhere, so there are no types to be aware of.
  config.options = {};
  writeFileSync(path.join(folder, ".oxlintrc.json"), JSON.stringify(config));
  for (const [file, imported] of cases) {
    lines.set(file, [...(lines.get(file) ?? []), `import "${imported}";`]);
  }
  for (const [file, imports] of lines) {
    const at = path.join(folder, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, imports.join("\n"));
  }
  const oxlint = path.join(root, "node_modules/oxlint/bin/oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "-f", "unix"], {
    cwd: folder,
    encoding: "utf8",
  });
  const found = stdout.matchAll(/^(.+?):(\d+):\d+: .*no-restricted-imports/gm);
  refused = new Set([...found].map(([, file, line]) => `${file}:${line}`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the arrows between packages, as lint holds them", () => {
  it.each(cases)("%s importing %s is %s", (file, imported, verdict) => {
    const line = (lines.get(file)?.indexOf(`import "${imported}";`) ?? -1) + 1;
    expect(line).toBeGreaterThan(0);
    expect(refused.has(`${file}:${line}`)).toBe(verdict === "refused");
  });
});
