import type { DomainError } from "@mainstay/contracts";
import { expect, it } from "vitest";
import { requireFew } from "./span.ts";

const fail = (error: DomainError): never => {
  throw error;
};

it("an answer holds 5,000 rows, and one more is refused", () => {
  const rows = Array.from({ length: 5_000 }, (_, at) => at);
  expect(requireFew({ fail }, rows)).toBe(rows);
  expect(() => requireFew({ fail }, [...rows, 0])).toThrow(/more than 5000 rows/);
});
