import { describe, expect, it } from "vitest";
import { maskText } from "../../mask.ts";
import { keptOfReport, maskReport } from "./mask-report.ts";

describe("a report", () => {
  it.each([
    "token: eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJoaWRkZW4ifQ.hidden",
    "got eyJhbGciOiJFUzI1NiJ9.hidden.hidden from the store",
    "password: hidden",
    "accessToken: hidden, retrying",
    "the secret is 'hidden'",
    "cookie: mainstay_session=hidden; other=hidden",
    "Set-Cookie: sid=hidden",
    `nothing of mps_hidden-${"a".repeat(36)} refused`,
    "key msk_test_hidden000000000002ylPQm refused",
    "at open (https://shop.example/reset#hidden)",
    "https://shop.example/?token=hidden&code=hidden failed",
    "Bearer hidden.hidden",
    "postgres://u:hidden@db/x",
    '{"password":"correct hidden battery"}',
    '{"token":"abc;hidden,hidden"}',
    '{"password" : "with \\"hidden\\" inside"}',
    '{"body":"{\\"password\\":\\"correct hidden\\"}"}',
    '{"code":"12 hidden"}',
    "secret: 'one, hidden'",
    "password: 'no end, hidden",
    `https://shop.example/${"a".repeat(600)}?token=hidden`,
  ])("says nothing secret of %j", (text) => {
    expect(maskReport(text)).not.toMatch(/hidden/);
  });

  it.each([
    "TypeError: order is undefined",
    "    at buy (https://shop.example/assets/app.js:12:7)",
    "Unexpected token < in JSON at position 0",
    "Failed to fetch https://shop.example/orders/17",
  ])("keeps %j as it is", (text) => {
    expect(maskReport(text)).toBe(text);
  });

  it("stays JSON where it was", () => {
    const masked = maskReport('{"password":"correct horse battery","order":17}');
    expect(JSON.parse(masked)).toEqual({ password: "[masked]", order: 17 });
  });

  it("is read a little further than it is kept, and never ends in half a secret", () => {
    for (let before = 700; before < 1_700; before += 7) {
      const text = `${"m ".repeat(before / 2)} https://u:hidden${"s".repeat(90)}@db/x ${"m".repeat(9_000)}`;
      const kept = keptOfReport(text, 1_000);
      expect(kept.length).toBeLessThanOrEqual(1_000);
      expect(kept).not.toMatch(/hidd|:\/\/u/);
    }
    expect(keptOfReport("m".repeat(9_000), 1_000)).toHaveLength(1_000);
    expect(keptOfReport("short", 1_000)).toBe("short");
  });
});

describe.each<readonly [string, (text: string) => string]>([
  ["a log line", maskText],
  ["a report", maskReport],
])("%s of 50,000 characters", (_, masked) => {
  it.each([
    "a-",
    "a.",
    "a+",
    "eyJ-",
    "eyJa.",
    "://",
    "a://bbbb",
    "-token",
    '"token',
    "token     ",
    "'passw",
    "passw",
    "passw-",
    "msk_live_",
    "cookie ",
    "cookie= ",
    "bearer ",
    "?key=",
    '"key": "',
    '"key":"\\',
    "secret is '",
    "token\\\\\\",
    " ",
  ])("made of %j takes no time to mask", (piece) => {
    for (const text of [
      ` ${piece}`.padEnd(50_000, piece),
      `"${piece}`.padEnd(50_000, piece),
      piece + " ".repeat(50_000),
    ]) {
      masked(text.slice(0, 1_000));
      const since = process.cpuUsage();
      masked(text);
      const { user, system } = process.cpuUsage(since);
      // What is not linear takes seconds.
      expect((user + system) / 1_000).toBeLessThan(100);
    }
  });
});
