import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";

/** A process with phases of its own; it says "ready", and then one word for each thing that happens. */
async function run(body: string) {
  const script = `
    import { readEnv, createLogger, runUntilStopped } from ${JSON.stringify(path.join(import.meta.dirname, "index.ts"))};
    import { setTimeout as sleep } from "node:timers/promises";
    const log = createLogger(readEnv({}), { name: "child", to: { write: (line) => process.stderr.write(line) } });
    const say = (word) => console.log(word);
    setInterval(() => {}, 1000);
    ${body}
    say("ready");
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const words: string[] = [];
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const ended = once(child, "close", { signal: AbortSignal.timeout(20_000) });
  const said = createInterface(child.stdout);
  said.on("line", (word) => words.push(word));
  await Promise.race([once(said, "line"), ended]);
  return {
    child: child as ChildProcess,
    async end() {
      const [code, signal] = (await ended) as [number | null, string | null];
      return { code, signal, words: words.slice(1), log };
    },
  };
}

const twoPhases = `
  runUntilStopped({ log, timeoutMs: 5000, stop: [
    { phase: "intake", run: async () => { await sleep(50); say("intake"); } },
    { phase: "services", run: () => say("services") },
  ] });
`;

describe("a process that is stopped", () => {
  it("leaves behind a phase that takes longer than it may, and does the next", async () => {
    const { child, end } = await run(`
      runUntilStopped({ log, timeoutMs: 15000, stop: [
        { phase: "services", withinMs: 50, run: () => new Promise(() => {}) },
        { phase: "telemetry", withinMs: 50, run: () => say("telemetry") },
      ] });
    `);
    child.kill("SIGTERM");
    const { code, words, log } = await end();
    expect({ code, words }).toEqual({ code: 0, words: ["telemetry"] });
    expect(log).toContain("left behind");
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "goes down in order at %s and exits with 0",
    async (signal) => {
      const { child, end } = await run(twoPhases);
      child.kill(signal);
      expect(await end()).toMatchObject({ code: 0, words: ["intake", "services"] });
    },
  );

  it("does so once, however many signals come", async () => {
    const { child, end } = await run(twoPhases);
    for (const signal of ["SIGINT", "SIGTERM", "SIGINT", "SIGTERM"] as const) child.kill(signal);
    expect(await end()).toMatchObject({ code: 0, words: ["intake", "services"] });
  });

  it("goes on to the next phase when one fails, and exits with 1", async () => {
    const { child, end } = await run(`
      runUntilStopped({ log, timeoutMs: 5000, stop: [
        { phase: "intake", run: async () => { throw new Error("stuck valve"); } },
        { phase: "services", run: () => say("services") },
      ] });
    `);
    child.kill("SIGTERM");
    const ended = await end();
    expect(ended).toMatchObject({ code: 1, words: ["services"] });
    expect(ended.log).toContain("stuck valve");
  });

  it("ends at its limit, naming the phase that hangs", async () => {
    const { child, end } = await run(`
      runUntilStopped({ log, timeoutMs: 200, stop: [
        { phase: "jobs", run: () => new Promise(() => {}) },
        { phase: "services", run: () => say("services") },
      ] });
    `);
    child.kill("SIGTERM");
    const ended = await end();
    expect(ended).toMatchObject({ code: 1, words: [] });
    expect(ended.log).toContain('"phase":"jobs"');
  });

  it.each([
    ["an exception", `setTimeout(() => { throw new Error("lost screw"); }, 10);`],
    ["a rejection", `setTimeout(() => { Promise.reject(new Error("lost screw")); }, 10);`],
  ])(
    "logs and reports %s that nobody caught, goes down in order and exits with 1",
    async (_what, cause) => {
      const { end } = await run(`
      runUntilStopped({ log, timeoutMs: 5000, report: (error) => say("reported " + error.message), stop: [
        { phase: "services", run: () => say("services") },
      ] });
      ${cause}
    `);
      const ended = await end();
      expect(ended).toMatchObject({ code: 1, words: ["reported lost screw", "services"] });
      expect(ended.log).toContain("lost screw");
    },
  );
});
