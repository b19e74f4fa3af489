import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { mustRun, run } from "./run.ts";

const folderOfTemplates = path.join(import.meta.dirname, "consumer");
const template = (name: string): Promise<string> =>
  readFile(path.join(folderOfTemplates, `${name}.txt`), "utf8");

const shared = {
  target: "es2022",
  // The SDK's types count on nothing else: not on Node's, nor on tRPC's.
  lib: ["es2022", "dom"],
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: false,
};
/** Ways to resolve a package, by the extension of who imports it. */
const resolutions = {
  "nodenext ESM": {
    file: "usage.mts",
    options: { module: "nodenext", moduleResolution: "nodenext" },
  },
  "nodenext CJS": {
    file: "usage.cts",
    options: { module: "nodenext", moduleResolution: "nodenext" },
  },
  bundler: { file: "usage.ts", options: { module: "esnext", moduleResolution: "bundler" } },
} as const;

/** An empty project that installs the tarball as anybody would. */
export async function installConsumer(
  folder: string,
  tarball: string,
  versions: Record<string, string>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = { name: "consumer", private: true, type: "module", version: "0.0.0" };
  await writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  await mustRun("npm", ["install", "--no-audit", "--no-fund", tarball, ...packages], {
    cwd: folder,
  });
}

/** Type-checks what a consumer writes, in each way to resolve; answers with the problems. */
export async function typeCheck(
  folder: string,
): Promise<{ problems: string[]; instantiations: string }> {
  const usage = await template("usage.ts");
  const problems: string[] = [];
  let instantiations = "";
  for (const [name, { file, options }] of Object.entries(resolutions)) {
    await writeFile(path.join(folder, file), usage);
    const project = `tsconfig.${file}.json`;
    const config = { compilerOptions: { ...shared, ...options }, files: [file] };
    await writeFile(path.join(folder, project), JSON.stringify(config));
    const tsc = path.join(folder, "node_modules/typescript/bin/tsc");
    const { code, output } = await run(
      process.execPath,
      [tsc, "-p", project, "--extendedDiagnostics"],
      { cwd: folder },
    );
    const errors = output.split("\n").filter((line) => /\berror TS\d+/.test(line));
    if (code !== 0)
      problems.push(`${name}:\n${(errors.length > 0 ? errors : [output]).join("\n")}`);
    instantiations = /^Instantiations:\s*(\d+)/m.exec(output)?.[1] ?? "unknown";
  }
  return { problems, instantiations };
}

/** Calls a real API through both copies, ESM and CJS. */
export async function callLive(
  folder: string,
  api: { url: string; apiKey: string; person: { email: string; password: string } },
): Promise<void> {
  for (const name of ["live-calls.mjs", "live.mjs", "live.cjs"]) {
    await writeFile(path.join(folder, name), await template(name));
  }
  const env = { API_URL: api.url, API_KEY: api.apiKey, PERSON: JSON.stringify(api.person) };
  for (const name of ["live.mjs", "live.cjs"])
    await mustRun(process.execPath, [name], { cwd: folder, env });
}
