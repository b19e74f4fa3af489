import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { standaloneApi } from "@mainstay/testing/standalone-api";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { bundle, limitKb } from "./bundle.ts";
import { callLive, installConsumer, typeCheck } from "./consumer.ts";
import { mustRun } from "./run.ts";

/**
 * `pnpm sdk:check`: what is published, used as it will be: packed, installed in empty projects, type-checked,
 * and called with against a real API.
 */
const sdk = path.join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const trpc = (require("@trpc/client/package.json") as { version: string }).version;
const compilers = { "TypeScript 7": "^7.0.0", "TypeScript 5.9": "~5.9.0" };

const folder = await mkdtemp(path.join(tmpdir(), "mainstay-sdk-"));
const problems: string[] = [];
const step = async (name: string, work: () => Promise<string>): Promise<void> => {
  const since = performance.now();
  const said = await work().catch((error: unknown) => {
    problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return "failed";
  });
  console.log(`${name}: ${said} (${((performance.now() - since) / 1_000).toFixed(1)} s)`);
};
const refuse = (found: readonly string[]): void => {
  if (found.length > 0) throw new Error(found.join("\n"));
};

try {
  await mustRun("npx", ["-y", "pnpm@12", "pack", "--pack-destination", folder], { cwd: sdk });
  const name = (await readdir(folder)).find((file) => file.endsWith(".tgz"));
  if (!name) throw new Error("Packing made no tarball.");
  const tarball = path.join(folder, name);

  await step("Tarball", async () => {
    const files = (await mustRun("tar", ["-tzf", tarball], { cwd: folder })).split("\n");
    refuse(
      files
        .filter(
          (file) =>
            !/^package\/(?:dist\/[\w.-]+\.(?:[cm]js|d\.[cm]ts)|package\.json|README\.md|LICENSE)$/.test(
              file,
            ),
        )
        .map((file) => `${file} does not belong in it`),
    );
    return `${files.length} files`;
  });
  await step("publint", async () => {
    const bytes = await readFile(tarball);
    const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages, pkg } = await publint({ strict: true, pack: { tarball: content } });
    refuse(
      messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code),
    );
    return "nothing to say";
  });
  await step("Are the types wrong", async () => {
    const attw = path.join(sdk, "node_modules/.bin/attw");
    await mustRun(attw, [tarball, "--no-color", "--no-emoji"], { cwd: folder });
    return "no";
  });

  await using api = await standaloneApi();
  for (const [compiler, typescript] of Object.entries(compilers)) {
    const consumer = path.join(folder, compiler.replaceAll(/[ .]/g, "-").toLowerCase());
    await step(`${compiler}, install`, async () => {
      await installConsumer(consumer, tarball, {
        "@trpc/client": trpc,
        "@trpc/server": trpc,
        typescript,
      });
      return "done";
    });
    await step(`${compiler}, types by nodenext ESM, nodenext CJS and bundler`, async () => {
      const checked = await typeCheck(consumer);
      refuse(checked.problems);
      return `fit, ${checked.instantiations} instantiations`;
    });
    await step(`${compiler}, live calls by ESM and CJS`, async () => {
      await callLive(consumer, api);
      return "answered";
    });
  }
  await step("Browser bundle of createSession and createMainstay", async () => {
    const made = await bundle(path.join(folder, "typescript-7"));
    refuse(made.problems);
    return `${made.gzipKb.toFixed(1)} kB gzip of at most ${limitKb}, no zod, no server code`;
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (problems.length > 0) {
  console.error(`\n${problems.join("\n\n")}`);
  process.exitCode = 1;
}
