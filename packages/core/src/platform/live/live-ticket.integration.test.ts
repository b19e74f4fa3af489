import { testDatabase, testProcess } from "@mainstay/testing";
import { expect, it } from "vitest";
import { openTicket } from "./live-ticket.ts";

it("what was sealed for another purpose is no ticket, whatever it says", async () => {
  await using database = await testDatabase();
  await using process = await testProcess(database);
  const { sealer } = process.services;
  const now = new Date();
  const until = now.getTime() + 1_000;
  const holder = { kind: "key", name: "mallory" };
  const content = JSON.stringify({ holder, until });

  expect(openTicket(sealer.seal("live-ticket", content), sealer, now)).toEqual(holder);
  for (const purpose of ["setting:test.token", "idempotency"]) {
    expect(openTicket(sealer.seal(purpose, content), sealer, now)).toBeNull();
  }
});
