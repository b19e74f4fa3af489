import { describe, expect, it } from "vitest";
import { languageOf } from "./language.ts";

describe("the page's language", () => {
  it.each([
    ["en", "ru", ["ru-RU"], "en"],
    [null, "ru", ["en-GB"], "ru"],
    [null, null, ["de-DE", "ru-RU", "en"], "ru"],
    [null, null, ["de-DE"], "en"],
    ["xx", "yy", [], "en"],
  ] as const)("where %s was chosen, %s said and %j preferred is %s", (kept, said, wanted, is) => {
    expect(languageOf(kept, said, wanted)).toBe(is);
  });
});
