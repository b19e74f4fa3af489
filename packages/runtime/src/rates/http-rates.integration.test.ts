import { mask } from "@mainstay/core";
import { fakeRates, type ToldRates } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { shortError } from "../job-verdict.ts";
import { createHttpRates } from "./http-rates.ts";

const never = new AbortController().signal;
const key = "a-key-for-the-provider";

describe("a provider of rates", () => {
  it("is asked for one base with its key, and its numbers are kept as they are written", async () => {
    await using fake = await fakeRates();
    fake.say({
      body: `{"base":"USD","timestamp":1763715600,"rates":{"RUB":92.12345678901234567890,"EUR":"0.92","KZT":9.3e-7,"BTC":null,"ETH":{"a":1}}}`,
    });
    const quotes = await createHttpRates({ url: fake.url, key }).latest("USD", never);
    expect(quotes).toEqual({
      base: "USD",
      takenAt: new Date(1_763_715_600_000),
      rates: new Map([
        ["RUB", "92.12345678901234567890"],
        ["EUR", "0.92"],
        ["KZT", "9.3e-7"],
      ]),
    });
    expect(fake.asked).toEqual([{ url: "/latest?plan=free&base=USD", key: `Bearer ${key}` }]);
  });

  it.each([
    ["2026-01-15T09:30:00+03:00", "2026-01-15T06:30:00.000Z"],
    ["2026-01-15", "2026-01-15T00:00:00.000Z"],
  ])("may say of when by a date: %s", async (date, expected) => {
    await using fake = await fakeRates();
    fake.say({ body: JSON.stringify({ base: "USD", date, rates: {} }) });
    const { takenAt } = await createHttpRates({ url: fake.url }).latest("USD", never);
    expect(takenAt.toISOString()).toBe(expected);
    expect(fake.asked[0]?.key).toBeUndefined();
  });

  it.each<readonly [string, ToldRates, RegExp]>([
    ["fails", { status: 500, body: key }, /answered 500/],
    ["refuses", { status: 401, body: "{}" }, /answered 401/],
    ["sends it elsewhere", { status: 302, headers: { location: "/" } }, /answered 302/],
    ["says no JSON", { body: "<html>" }, /JSON/],
    ["says something else", { body: "[]" }, /should not/],
    ["names no currency", { body: `{"base":"","timestamp":1,"rates":{}}` }, /should not/],
    ["does not say of when", { body: `{"base":"USD","rates":{}}` }, /of when/],
    ["says a date that is none", { body: `{"base":"USD","date":"soon","rates":{}}` }, /should not/],
    ["says too much", { body: `"${"x".repeat(1_100_000)}"` }, /more than/],
    ["never ends", { body: "{", hangs: true }, /timeout/i],
  ])("that %s has said nothing, and its key is not told", async (_name, told, problem) => {
    await using fake = await fakeRates();
    fake.say(told);
    const since = performance.now();
    const asked = createHttpRates({ url: fake.url, key, timeoutMs: 300 }).latest("USD", never);
    const error = await asked.then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(error?.message).toMatch(problem);
    expect(String(error?.message)).not.toContain(key);
    expect(performance.now() - since).toBeLessThan(5_000);
    expect(fake.asked).toHaveLength(1);
  });

  it.each([
    ["listens no more", (host: string) => `http://${host}/hidden-path?plan=hidden`, /ECONNREFUSED/],
    ["stands where fetch asks nobody", () => "http://127.0.0.1:9/hidden-path", /no answer/],
    ["has credentials", (host: string) => `http://hidden:hidden@${host}/`, /no answer/],
  ])("that %s is told of by a code alone, without its address", async (_name, urlOn, problem) => {
    const gone = await fakeRates();
    await gone[Symbol.asyncDispose]();
    const url = urlOn(new URL(gone.url).host);
    const error: unknown = await createHttpRates({ url, key })
      .latest("USD", never)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    for (const told of [shortError(error), JSON.stringify(mask({ err: error }))]) {
      expect(told).toMatch(problem);
      expect(told).not.toMatch(/hidden|127\.0|a-key/);
    }
  });

  it("is left when the job must end", async () => {
    await using fake = await fakeRates();
    fake.say({ hangs: true });
    const left = new AbortController();
    const asked = createHttpRates({ url: fake.url }).latest("USD", left.signal);
    left.abort(new Error("the worker stops"));
    await expect(asked).rejects.toThrow("the worker stops");
  });

  it("counts what was not believed of each pair", () => {
    const rates = createHttpRates({ url: "http://127.0.0.1" });
    rates.refused("USD/RUB", "jump");
    rates.refused("USD/RUB", "jump");
    rates.refused("EUR/RUB", "zero");
    expect(rates.refusals()).toEqual([
      { pair: "USD/RUB", problem: "jump", times: 2 },
      { pair: "EUR/RUB", problem: "zero", times: 1 },
    ]);
  });
});
