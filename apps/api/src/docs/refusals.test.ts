import { contract, contractSchemas } from "@mainstay/contracts";
import { expect, it } from "vitest";
import { byStatus, statusOf } from "./refusals.ts";

it("a reason has the status of its kind, unless the transport refuses it with one of its own", () => {
  const { reasons } = contractSchemas(contract);
  const statuses = Object.fromEntries(
    Object.values(reasons).map((reason) => [reason.reason, statusOf(reason)]),
  );
  expect(statuses).toMatchObject({
    "request.invalid": 400,
    "request.unauthenticated": 401,
    "request.forbidden": 403,
    "platform.setting_unknown": 404,
    "request.wrong_method": 405,
    "idempotency.in_progress": 409,
    "request.too_large": 413,
    "request.rate_limited": 429,
    "request.unavailable": 503,
  });
  expect(byStatus(Object.values(reasons)).map(([status]) => status)).toEqual(
    [...new Set(Object.values(statuses))].toSorted((a, b) => a - b),
  );
});
