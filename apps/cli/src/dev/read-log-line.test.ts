import { describe, expect, it } from "vitest";
import { readLogLine } from "./read-log-line.ts";

const line = (fields: object): string => JSON.stringify(fields);

describe("a line of an app", () => {
  it("shows who, when, what and the fields that say more", () => {
    const text = line({
      level: "info",
      time: "2026-01-02T03:04:05.678Z",
      name: "api",
      pid: 1,
      path: "platform.settings.list",
      ms: 12,
      requestId: "r",
      msg: "call",
    });
    expect(readLogLine("api", text, false)).toEqual({
      level: "info",
      text: "api    03:04:05 info  call path=platform.settings.list ms=12",
    });
  });

  it("shows an error's stack below, indented", () => {
    const text = line({
      level: "error",
      msg: "failed",
      err: { type: "Error", message: "no", stack: "    at x" },
    });
    expect(readLogLine("worker", text, false)?.text).toBe(
      "worker error failed\n       Error: no\n           at x",
    );
  });

  it.each(["TypeError: x is not a function", "{ not json", "[1]"])(
    "shows what is no log line as it is, and never holds it back: %s",
    (text) => {
      expect(readLogLine("api", text, false)).toEqual({ level: "error", text: `api    ${text}` });
    },
  );

  it("leaves empty lines out, and colours where it may", () => {
    expect(readLogLine("api", "  ", false)).toBeNull();
    expect(readLogLine("api", "x", true)?.text).toContain("\u001b[36mapi");
  });
});
