import { expect, it } from "vitest";
import { mayScrape } from "./may-scrape.ts";

const token = "a-token-of-a-scraper";

it("metrics are open in development and closed elsewhere, unless a token opens them", () => {
  expect(mayScrape({ MODE: "development" }, undefined)).toBe(true);
  expect(mayScrape({ MODE: "production" }, undefined)).toBe(false);
  expect(mayScrape({ MODE: "production" }, "Bearer undefined")).toBe(false);
  for (const MODE of ["development", "production"] as const) {
    expect(mayScrape({ MODE, METRICS_TOKEN: token }, `Bearer ${token}`)).toBe(true);
    expect(mayScrape({ MODE, METRICS_TOKEN: token }, `Bearer ${token}x`)).toBe(false);
    expect(mayScrape({ MODE, METRICS_TOKEN: token }, undefined)).toBe(false);
  }
});
