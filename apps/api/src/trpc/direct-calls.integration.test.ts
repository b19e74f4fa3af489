import { testApi, testDatabase, testKeys } from "@mainstay/testing";
import { expect, it } from "vitest";

const authorization = `Bearer ${testKeys.admin}`;
const json = { authorization, "content-type": "application/json" };
interface Sent {
  method?: string;
  headers: Record<string, string>;
  body?: string;
}
const post = (body: string, headers: Record<string, string> = json): Sent => ({
  method: "POST",
  headers,
  body,
});
const get: Sent = { headers: { authorization } };
const input = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
const setting = input({ key: "platform.outbox_days" });
const both = input({ 0: { key: "platform.outbox_days" }, 1: { key: "platform.nothing" } });

/** tRPC's own adapter takes whatever names what it accepts. */
const stock = { "trpc-accept": "application/json" };

it.each<readonly [string, string, Sent]>([
  ["a query", `platform.settings.get?input=${setting}`, get],
  ["a query without input", "platform.system.info", get],
  ["a query by POST", "platform.settings.get", post(`{"key":"platform.outbox_days"}`)],
  ["a refusal", `platform.settings.get?input=${input({ key: "platform.nothing" })}`, get],
  ["an input that is not valid", `platform.settings.get?input=${input({ key: 5 })}`, get],
  ["an input that is not JSON", "platform.settings.get?input=%7B", get],
  ["an input that comes twice", `platform.settings.get?input=1&input=2`, get],
  ["an empty body", "platform.settings.update", post("")],
  ["an empty body where none is needed", "platform.system.liveTicket?x", post("")],
  ["a body that is not JSON", "platform.settings.update", post("{")],
  ["a body that is too large", "platform.settings.update", post(`"${"x".repeat(2_000_000)}"`)],
  ["a form", "platform.settings.update", post("a=1", { authorization })],
  ["a mutation by GET", "platform.settings.update", get],
  ["a procedure that is not there", "platform.nothing", get],
  ["a name that every object has", "constructor", get],
  ["an empty name", "", get],
  ["a batch", `platform.settings.get,platform.settings.get?batch=1&input=${both}`, get],
  ["a batch of one", `platform.system.info?batch=1`, get],
  ["a batch by POST", "platform.settings.get?batch=1", post(decodeURIComponent(both))],
  ["a batch whose input is a list", `platform.settings.get?batch=1&input=${input([1])}`, get],
  ["a batch whose input is text", `platform.settings.get?batch=1&input=${input("x")}`, get],
  ["a batch of mutations", "platform.settings.update,platform.settings.update?batch=1", post("{}")],
  ["a mixed batch", "platform.system.info,platform.settings.update?batch=1", post("{}")],
  ["a batch with a hole", "platform.system.info,,platform.system.info?batch=1", get],
  [
    "a batch that is too long",
    `${"platform.system.info,".repeat(60)}platform.system.info?batch=1`,
    get,
  ],
  [
    "credentials that are no good",
    "platform.system.info",
    { headers: { authorization: "Bearer x" } },
  ],
])("%s is answered directly as tRPC's own adapter answers it", async (_, path, init) => {
  await using database = await testDatabase();
  await using api = await testApi(database);
  const ask = async (headers: Record<string, string>) => {
    const request = { ...init, headers: { ...init.headers, ...headers } };
    const response = await fetch(`${api.url}/trpc/${path}`, request);
    const body: unknown = await response.json();
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      body: plain(body),
    };
  };
  expect(await ask({})).toEqual(await ask(stock));
});

/** Without what differs between any two calls, and without tRPC's own wording. */
function plain(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(plain);
  if (body === null || typeof body !== "object") return body;
  return Object.fromEntries(
    Object.entries(body)
      .filter(
        ([name]) =>
          !["requestId", "time", "ticket", "expiresAt", "message", "problem"].includes(name),
      )
      .map(([name, value]) => [name, plain(value)]),
  );
}
