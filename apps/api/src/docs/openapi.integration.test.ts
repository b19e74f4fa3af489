import { contract, visitorOf, withAccount } from "@mainstay/contracts";
import {
  payInWorld,
  testAccount,
  testApi,
  testDatabase,
  testKeys,
  testSession,
  testVisit,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { statusOf } from "./refusals.ts";
import { requestExample } from "./request-example.ts";
import { sourceOf } from "./source.ts";

const { operations, schemas } = sourceOf(contract, "http://127.0.0.1");

/** What every operation is sent with; those that need no key take one. */
const headersOf = (name: string, credentials: string) => ({
  authorization: `Bearer ${credentials}`,
  "content-type": "application/json",
  "idempotency-key": `example-${name}`,
});

describe("every documented operation", () => {
  it.each(
    operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const),
  )("%s answers its example as the document says", async (_, operation) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const account = await testAccount(api.services, {
      grants: [{ role: "admin", scope: null }],
    });
    const { accessToken } = await testSession(api.services, account, "admin");
    const { access } = operation.procedure;
    const credentials = visitorOf(access)
      ? (await testVisit(await payInWorld(api))).token
      : access === withAccount
        ? accessToken
        : testKeys.admin;
    const { path, body } = requestExample(operation, schemas.inputs);
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method: operation.method,
      headers: headersOf(operation.name, credentials),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // An example may name what this database does not hold; the operation then refuses with a reason of its own.
    const refusal = response.ok ? null : (JSON.parse(text) as { error: { reason: string } }).error;
    const own = operation.procedure.errors.find(({ reason }) => reason === refusal?.reason);
    const expected = own ? statusOf(own) : operation.output ? 200 : 204;
    expect({ status: response.status, text }).toEqual({ status: expected, text });
  });
});

describe("the document", () => {
  it("is served at /docs and beside the operations", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [docs, rest] = await Promise.all(
      ["/docs/openapi.json", "/api/v1/openapi.json"].map((path) => fetch(api.url + path)),
    );
    expect(docs?.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const document = (await docs?.json()) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toBe("3.1.1");
    expect(Object.keys(document.paths)).toContain("/settings/{key}");
    expect(await rest?.json()).toEqual(document);
  });
});
