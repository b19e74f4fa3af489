import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { createAppProcess } from "./app-process.ts";
import { watchSources } from "./watch-sources.ts";

const soon = { timeout: 10_000, interval: 20 };
const working =
  'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000); console.log("up");';

const folders: string[] = [];
function folderWith(source: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dev-"));
  folders.push(folder);
  mkdirSync(path.join(folder, "src"));
  writeFileSync(path.join(folder, "src/main.ts"), source);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function app(root: string) {
  const lines: string[] = [];
  const crashes: string[] = [];
  const made = createAppProcess({
    entry: "src/main.ts",
    root,
    stopMs: 500,
    line: (text) => lines.push(text),
    crashed: (how) => crashes.push(how),
  });
  onTestFinished(() => made.stop());
  return { ...made, lines, crashes };
}

describe("an app under dev", () => {
  it("crashes without ending dev, and comes back when its file is saved", async () => {
    const root = folderWith(working);
    const { start, restart, lines, crashes } = app(root);
    const unwatch = watchSources(root, ["src"], () => void restart());
    onTestFinished(unwatch);
    start();
    await expect.poll(() => lines, soon).toEqual(["up"]);
    writeFileSync(path.join(root, "src/main.ts"), "const broken = {;");
    await expect.poll(() => crashes, soon).toEqual(["ended with 1"]);
    expect(lines.join("\n")).toContain("SyntaxError");
    writeFileSync(path.join(root, "src/main.ts"), working);
    await expect.poll(() => lines.at(-1), soon).toBe("up");
    expect(crashes).toHaveLength(1);
  });

  it("is killed when it does not stop in its time", async () => {
    const { start, stop, lines, crashes } = app(
      folderWith(
        'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up");',
      ),
    );
    start();
    await expect.poll(() => lines, soon).toEqual(["up"]);
    await stop();
    expect(crashes).toEqual([]);
  });

  it("stays down once it was stopped for good", async () => {
    const { start, restart, stop, lines } = app(folderWith(working));
    start();
    await expect.poll(() => lines, soon).toEqual(["up"]);
    await stop();
    await restart();
    start();
    expect(lines).toEqual(["up"]);
  });
});

describe("watching sources", () => {
  it("tells which folders changed, once for many files, and nothing of tests", async () => {
    const root = folderWith(working);
    const told: string[][] = [];
    const unwatch = watchSources(root, ["src"], (changed) => told.push([...changed]));
    onTestFinished(unwatch);
    writeFileSync(path.join(root, "src/a.test.ts"), "");
    for (const name of ["a.ts", "b.ts", "c.ts"]) writeFileSync(path.join(root, "src", name), "");
    await expect.poll(() => told, soon).toEqual([["src"]]);
  });
});
