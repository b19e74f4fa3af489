import { MainstayError } from "@mainstay/sdk";
import { describe, expect, it } from "vitest";
import { problemOf } from "./problem.ts";
import { texts } from "./texts.ts";

const error = (reason: string, kind: string, details: object = {}) =>
  new MainstayError({ reason, kind, message: "m", details, requestId: "req-1" });

describe("what went wrong", () => {
  it.each([
    [error("client.unreachable", "unavailable"), "offline", ""],
    [error("platform.file_type_refused", "invalid"), "file_kind", ""],
    [error("platform.file_too_large", "invalid", { limit: 10_000_000 }), "file_large", "10"],
    [error("payments.payment_session_state", "conflict"), "changed", ""],
    [error("request.something_new", "limited"), "later", ""],
    [error("request.something_new", "unavailable"), "later", ""],
    [error("payments.something_new", "conflict"), "unexpected", "req-1"],
    [new TypeError("x is not a function"), "unexpected", ""],
  ])("is told in the payer's terms: %s", (thrown, kind, detail) => {
    expect(problemOf(thrown)).toEqual({ kind, detail });
  });

  it("is told with what belongs to it, and never with a code", () => {
    expect(texts.en.problems.file_large("10")).toContain("10\u00a0MB");
    expect(texts.ru.problems.unexpected("req-1")).toContain("req-1");
    expect(texts.ru.problems.unexpected("")).not.toContain(":");
  });
});
