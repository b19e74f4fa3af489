import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, it } from "vitest";
import { health } from "./health.ts";

it("readyz says what is missing, and that the server is going down", async () => {
  let stopping = false;
  let missing: string[] = [];
  const app = express().use(
    health(
      async () => missing,
      () => stopping,
    ),
  );
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ask = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    return [response.status, await response.json()];
  };
  expect(await ask()).toEqual([200, { ready: true, missing: [] }]);
  missing = ["the queue"];
  expect(await ask()).toEqual([503, { ready: false, missing: ["the queue"] }]);
  stopping = true;
  expect(await ask()).toEqual([503, { ready: false, missing: ["the server is shutting down"] }]);
  server.close();
  server.closeAllConnections();
});
