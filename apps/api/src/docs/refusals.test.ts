import { readFileSync } from "node:fs";
import { contract, contractSchemas, errorKinds, requestReasons } from "@mainstay/contracts";
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

it("docs/rest.md names every status that a kind is answered with", () => {
  const text = readFileSync(new URL("../../../../docs/rest.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `(\w+)` +\| ([\d, ]+?) +\|/gm)];
  const told = Object.fromEntries(rows.map(([, kind, statuses]) => [kind, statuses]));
  const answered = errorKinds.map((kind) => {
    const own = requestReasons.filter((reason) => reason.kind === kind).map(statusOf);
    const all = new Set([statusOf({ reason: "", kind }), ...own]);
    return [kind, [...all].toSorted((a, b) => a - b).join(", ")];
  });
  expect(told).toEqual({ ...Object.fromEntries(answered), internal: "500" });
});
