import { writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export const limitKb = 15;
/** Nothing of these belongs in a browser; tRPC's server package only for the few types of its wire. */
const unwanted =
  /node_modules\/(?:zod|express|ws|pg|@mainstay\/(?!sdk\/)|@trpc\/server\/dist\/adapters)/;
const fromServer = /TRPCError\b.*extends Error|initTRPC|createCallerFactory/;

export interface Bundle {
  readonly gzipKb: number;
  readonly problems: readonly string[];
}

/** What a page pays for signing in and calling. */
export async function bundle(folder: string): Promise<Bundle> {
  const entry = path.join(folder, "entry.mjs");
  await writeFile(
    entry,
    [
      'import { createMainstay, createSession } from "@mainstay/sdk";',
      'const session = createSession({ url: "https://x" });',
      'globalThis.mainstay = createMainstay({ url: "https://x", session });',
    ].join("\n"),
  );
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const text = outputFiles[0]?.text ?? "";
  const gzipKb = gzipSync(text, { level: 9 }).byteLength / 1_000;
  const problems: string[] = [];
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  for (const file of inputs) if (unwanted.test(file)) problems.push(`The bundle holds ${file}.`);
  if (fromServer.test(text)) problems.push("The bundle holds tRPC's server.");
  if (gzipKb > limitKb)
    problems.push(`The bundle has ${gzipKb.toFixed(1)} kB; ${limitKb} kB is the limit.`);
  return { gzipKb, problems };
}
