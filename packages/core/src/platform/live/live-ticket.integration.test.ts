import { testDatabase, testProcess } from "@mainstay/testing";
import { expect, it } from "vitest";
import { actorOfTicket } from "./live-ticket.ts";

it("what was sealed for another purpose is no ticket, whatever it says", async () => {
  await using database = await testDatabase();
  await using process = await testProcess(database);
  const { sealer } = process.services;
  const now = new Date();
  const until = now.getTime() + 1_000;
  const content = JSON.stringify({ name: "mallory", owner: "mallory", roles: ["admin"], until });

  expect(actorOfTicket(sealer.seal("live-ticket", content), sealer, now)?.name).toBe("mallory");
  for (const purpose of ["setting:test.token", "idempotency"]) {
    expect(actorOfTicket(sealer.seal(purpose, content), sealer, now)).toBeNull();
  }
});
