import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { job } from "@mainstay/contracts";
import { queueBackends, testDatabase, testProcess } from "@mainstay/testing";
import express from "express";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { queueBoard } from "./queues.ts";

const greet = job("test.greet", { queue: "test", summary: "Say hello", payload: z.object({}) });

describe.each(queueBackends())("the board on $name", (on) => {
  it("shows a queue and its jobs, and asks no other site for anything", async () => {
    await using database = await testDatabase();
    await using process = await testProcess(database, { on });
    await process.queues.add("test", [
      { id: "a-g0", job: greet, carried: { payload: {}, trace: null } },
    ]);
    const app = express().use(
      "/admin/queues",
      queueBoard([process.queues.queue("test")], "/admin/queues"),
    );
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin/queues`;
    try {
      const page = await fetch(url);
      const html = await page.text();
      expect(page.status).toBe(200);
      expect(html).toContain("Mainstay queues");
      expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
      const script = /src="(static[^"]+)"/.exec(html)?.[1];
      expect((await fetch(`${url}/${script}`)).status).toBe(200);
      const answer = await (
        await fetch(`${url}/api/queues?activeQueue=test&status=prioritized`)
      ).json();
      expect(answer).toMatchObject({ queues: [{ name: "test", jobs: [{ name: "test.greet" }] }] });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
