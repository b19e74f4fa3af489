import { spawn } from "node:child_process";
import path from "node:path";
import { jobs, walkJobs } from "@mainstay/contracts";
import { version } from "@mainstay/core";
import { createMetrics } from "@mainstay/runtime";
import { freePort } from "@mainstay/testing/global-setup";
import { queueBackends, testDatabase, testProcess } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { createWorker, product, stoppingTimes } from "./worker.ts";

const soon = { timeout: 15_000, interval: 50 };
const get = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
};

it.each([100, 3_000, 4_000, 20_000])("a worker stops within %i ms, part by part", (timeoutMs) => {
  const { finishMs, returnMs, closeMs } = stoppingTimes(timeoutMs);
  expect(Math.min(finishMs, returnMs - 1, closeMs - 1)).toBeGreaterThanOrEqual(0);
  expect(finishMs + returnMs + closeMs).toBeLessThanOrEqual(timeoutMs);
});

describe.each(queueBackends())("the worker on $name", (on) => {
  it("is ready, runs the product's recurring jobs, and counts them", async () => {
    await using database = await testDatabase();
    await using process = await testProcess(database, { on });
    const { services } = process;
    const env = { ...services.env, WORKER_PORT: 0, METRICS_TOKEN: "a-token-of-the-test" };
    const metrics = createMetrics({ name: "worker", version, db: services.db });
    await using worker = await createWorker({ env, services, ...product, metrics });
    expect(worker.backend).toBe(on.name);
    await expect
      .poll(() => get(`${worker.url}/readyz`), soon)
      .toEqual({
        status: 200,
        text: '{"ready":true,"missing":[]}',
      });
    expect(await get(`${worker.url}/healthz`)).toMatchObject({ status: 200 });
    expect(await get(`${worker.url}/metrics`)).toMatchObject({ status: 404 });
    const authorization = `Bearer ${env.METRICS_TOKEN}`;
    const scrape = async () => (await get(`${worker.url}/metrics`, { authorization })).text;
    const scheduled = [...walkJobs(jobs)].filter((one) => one.schedule && one.queue === "platform");
    for (const { job } of scheduled) {
      const counted = new RegExp(`^mainstay_job_seconds_count\\{.*"${job}".*"done".*\\} 1$`, "m");
      await expect.poll(scrape, soon).toMatch(counted);
    }
    const waiting = `^mainstay_queue_jobs\\{.*"platform".*"delayed".*\\} ${scheduled.length}$`;
    await expect.poll(scrape, soon).toMatch(new RegExp(waiting, "m"));
  });

  it("ends with 0 at SIGTERM", async () => {
    await using database = await testDatabase();
    const port = await freePort();
    const child = spawn(process.execPath, [path.join(import.meta.dirname, "main.ts")], {
      env: {
        PATH: process.env["PATH"],
        DATABASE_URL: database.url,
        WORKER_PORT: String(port),
        ...(on.redisUrl ? { REDIS_URL: on.redisUrl, REDIS_PREFIX: `main-${port}` } : {}),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    try {
      const ready = () =>
        get(`http://127.0.0.1:${port}/readyz`).catch(() => ({ status: 0, text: "" }));
      await expect.poll(async () => (await ready()).status, soon).toBe(200);
      child.kill("SIGTERM");
      expect(await exited).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
