import { expect, test } from "vitest";
import { AskedMoment } from "./moment.ts";

test.each([
  ["2026-11-21T00:00:00Z", true],
  ["2026-11-21T03:00:00+03:00", true],
  ["0001-01-01T00:00:00Z", true],
  ["0000-12-31T23:59:59Z", false],
  ["0001-01-01T00:00:00+00:01", false],
  ["2026-13-01T00:00:00Z", false],
])("a time that is asked for may be %s: %s", (at, may) => {
  expect(AskedMoment.safeParse(at).success).toBe(may);
});
