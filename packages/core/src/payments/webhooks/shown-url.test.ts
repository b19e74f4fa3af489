import { expect, it } from "vitest";
import { shownUrl } from "./shown-url.ts";

it("of an address its origin and path are shown, and the rest is masked", () => {
  const all = [
    ["https://shop.example", "https://shop.example/"],
    ["https://Shop.example:443/a/b", "https://shop.example/a/b"],
    ["http://[::1]:4010/in", "http://[::1]:4010/in"],
    ["https://shop.example/a?k=secret", "https://shop.example/a?[masked]"],
    ["https://shop.example/a#secret", "https://shop.example/a?[masked]"],
    ["https://secret@shop.example/", "https://[masked]@shop.example/"],
    ["https://me:sec%40ret@shop.example/a?b", "https://[masked]@shop.example/a?[masked]"],
  ] as const;
  expect(all.map(([url]) => shownUrl(url))).toEqual(all.map(([, shown]) => shown));
});
