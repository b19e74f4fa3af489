import { describe, expect, it } from "vitest";
import { hintOf, isApiKey, mintApiKey, withChecksum } from "./api-key.ts";

describe("an API key", () => {
  it("says what it is for, and is another one each time", () => {
    const keys = Array.from({ length: 100 }, () => mintApiKey("test"));
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) {
      expect(key).toMatch(/^msk_test_[0-9A-Za-z]{38}$/);
      expect(isApiKey(key, "test")).toBe(true);
    }
  });

  it("of an installation of the other kind is none", () => {
    expect(isApiKey(mintApiKey("test"), "live")).toBe(false);
    expect(isApiKey(mintApiKey("live"), "test")).toBe(false);
    expect(isApiKey(mintApiKey("live"), "live")).toBe(true);
  });

  it("is known by its checksum: with any one character changed it is none", () => {
    const key = mintApiKey("live");
    for (let at = 0; at < key.length; at += 1) {
      const other = key[at] === "a" ? "b" : "a";
      expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1), "live")).toBe(false);
    }
    expect(isApiKey(key.slice(0, -1), "live")).toBe(false);
    expect(isApiKey(`${key}0`, "live")).toBe(false);
    expect(isApiKey("", "live")).toBe(false);
  });

  it("has a checksum that does not change between releases", () => {
    expect(withChecksum("msk_test_00000000000000000000000000000000")).toBe(
      "msk_test_000000000000000000000000000000001vvIIG",
    );
  });

  it("is hinted at by its beginning, which leaves the rest to guess", () => {
    const key = mintApiKey("live");
    expect(hintOf(key)).toBe(key.slice(0, 13));
  });
});
