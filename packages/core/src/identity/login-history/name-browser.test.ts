import { expect, it } from "vitest";
import { nameBrowser } from "./name-browser.ts";

it.each([
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:131.0) Gecko/20100101 Firefox/131.0",
    { browser: "Firefox 131", system: "macOS 14" },
  ],
  [
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36",
    { browser: "Chrome 129", system: "Android 14" },
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    { browser: "Safari 17", system: "iOS 17" },
  ],
  ["node", { browser: null, system: null }],
  ["", { browser: null, system: null }],
  [null, { browser: null, system: null }],
  ["(".repeat(100_000), { browser: null, system: null }],
])("%j is named as its owner knows it", (userAgent, expected) =>
  expect(nameBrowser(userAgent)).toEqual(expected),
);
