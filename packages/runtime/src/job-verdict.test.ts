import { errorKinds, reason } from "@mainstay/contracts";
import { expect, it } from "vitest";
import { PayloadError, shortError, verdictOn } from "./job-verdict.ts";

it("tries again what may pass, and gives up what cannot", () => {
  const verdicts = errorKinds.map((kind) => [
    kind,
    verdictOn(reason("test.r", { kind, message: "No." })()),
  ]);
  expect(Object.fromEntries(verdicts)).toEqual({
    invalid: "give_up",
    unauthenticated: "give_up",
    forbidden: "give_up",
    not_found: "give_up",
    precondition: "give_up",
    conflict: "retry",
    limited: "retry",
    unavailable: "retry",
  });
  expect(verdictOn(new PayloadError("unreadable"))).toBe("give_up");
  expect(verdictOn(new Error("nobody foresaw"))).toBe("retry");
});

it("tells an error in a few words, without secrets", () => {
  expect(shortError(new TypeError("x is not a function"))).toBe("TypeError: x is not a function");
  expect(shortError("thrown text")).toBe("thrown text");
  expect(shortError(new Error("at postgres://app:hunter2@db/x"))).not.toContain("hunter2");
  expect(shortError(new Error("long ".repeat(1_000)))).toHaveLength(500);
});
