import { expect, it } from "vitest";
import { moneyByAccount, outcomes, webhookLines } from "./summary.ts";

it("counts orders by kind, state and how they went, and names what went wrong", () => {
  const fine = { kind: "pay-in", about: "paid and confirmed", ended: "completed", wrong: null };
  const stuck = { kind: "pay-out", about: "sent", ended: "stuck", wrong: "nobody came" } as const;
  const lines = outcomes([{ ...fine, kind: "pay-in" }, stuck, { ...fine, kind: "pay-in" }]);
  expect(lines).toEqual([
    "Orders by outcome",
    "  pay-in   completed  2  paid and confirmed",
    "  pay-out  stuck      1  sent",
    "  all                 3",
    "  WRONG: pay-out sent: nobody came",
  ]);
});

it("tells what stands on each account before and after, and what that changed", () => {
  const before = new Map([["merchant.balance", 1_500_000n]]);
  const after = new Map([
    ["merchant.balance", 1_000_000n],
    ["platform.fees", 12_000_001n],
  ]);
  expect(moneyByAccount(before, after)).toEqual([
    "Money by account, in USDT",
    "  account             before      after      change",
    "  merchant.balance  1.500000   1.000000   -0.500000",
    "  platform.fees     0.000000  12.000001  +12.000001",
  ]);
});

it("tells what came by webhook beside what happened", () => {
  const told = { events: 12, missing: 1, verified: 13, repeated: 2, refused: 0 };
  expect(webhookLines(told)).toContain("  missing   1   never came");
});
