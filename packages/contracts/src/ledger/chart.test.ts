import { expect, it } from "vitest";
import { platformOwner } from "./chart.ts";
import { externalAccount } from "./platform-accounts.ts";

it("an account of the platform's is nobody else's", () => {
  expect(externalAccount.of(platformOwner, "USDT")).toMatchObject({ ownerId: platformOwner });
  expect(() => externalAccount.of("0a6f6c3e-58b8-4f0e-9a51-a3a5ec6a0001", "USDT")).toThrow(
    "platform.external is the platform's, and nobody else's",
  );
});
