import { afterEach, expect, test, vi } from "vitest";
import { createMainstay, type MainstayOptions } from "./index.ts";

afterEach(() => void vi.unstubAllGlobals());

test.each([
  ["nothing", undefined, "url"],
  ["no url", {}, "url"],
  ["a url that is none", { url: "nope" }, "url"],
  ["a path where there is no page", { url: "/backend" }, "url"],
  ["a key with a newline", { url: "http://a", apiKey: "a\nb" }, "apiKey"],
  ["an empty key", { url: "http://a", apiKey: "" }, "apiKey"],
  ["a budget that is no number", { url: "http://a", retryBudgetMs: Number.NaN }, "retryBudgetMs"],
  ["a time limit before now", { url: "http://a", timeoutMs: -1 }, "timeoutMs"],
  ["another way to subscribe", { url: "http://a", subscriptions: "pigeon" }, "subscriptions"],
])("options with %s are refused by name", (_name, options, option) => {
  expect(() => createMainstay(options as MainstayOptions)).toThrow(
    `createMainstay: ${option} must be`,
  );
});

test("a page may name a path of its own host", () => {
  vi.stubGlobal("location", new URL("https://app.example.com/"));
  for (const url of ["", "/backend"]) expect(() => createMainstay({ url }).close()).not.toThrow();
});
