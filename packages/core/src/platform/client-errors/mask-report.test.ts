import { describe, expect, it } from "vitest";
import { maskReport } from "./mask-report.ts";

describe("a report", () => {
  it.each([
    "token: eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJoaWRkZW4ifQ.hidden",
    "got eyJhbGciOiJFUzI1NiJ9.hidden.hidden from the store",
    "password: hidden",
    "accessToken: hidden, retrying",
    "the secret is 'hidden'",
    "cookie: mainstay_session=hidden; other=hidden",
    "Set-Cookie: sid=hidden",
    "key msk_test_hidden000000000002ylPQm refused",
    "at open (https://shop.example/reset#hidden)",
    "https://shop.example/?token=hidden&code=hidden failed",
    "Bearer hidden.hidden",
    "postgres://u:hidden@db/x",
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
});
