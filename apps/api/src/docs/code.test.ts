import { describe, expect, it } from "vitest";
import { code, literal, shellWord } from "./code.ts";
import { duration } from "./duration.ts";
import { prose } from "./html.ts";

describe("code", () => {
  it("is written as a programmer would", () => {
    expect(literal({ key: "a", "x-y": [1, null], none: {} })).toBe(
      '{ key: "a", "x-y": [1, null], none: {} }',
    );
    expect(literal({ text: "t".repeat(60), inner: { a: 1 } })).toBe(
      `{\n  text: "${"t".repeat(60)}",\n  inner: { a: 1 },\n}`,
    );
  });

  it("is coloured, escaped, and says the same", () => {
    const text = `await call("https://a.example/<b>", 12); // it's "so"`;
    const shown = /<pre>(.*)<\/pre>/s.exec(code("SDK", text).text)?.[1] ?? "";
    expect(shown).toContain('<span class="t-text">&quot;https://a.example/&lt;b&gt;&quot;</span>');
    expect(shown).toContain('<span class="t-note">// it&#39;s &quot;so&quot;</span>');
    const plain = shown
      .replace(/<[^>]*>/g, "")
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">");
    expect(plain).toBe(text);
  });

  it("for a shell cannot end its own quotes", () => {
    expect(shellWord("it's")).toBe(String.raw`'it'\''s'`);
  });
});

describe("texts of the contract", () => {
  it("show what is code in them, and nothing else as HTML", () => {
    expect(prose("Use `a<b>` for {name}, not <b>.").text).toBe(
      "Use <code>a&lt;b&gt;</code> for <var>{name}</var>, not &lt;b&gt;.",
    );
  });
});

describe("a duration", () => {
  it.each([
    [250, "250 ms"],
    [1_000, "1 second"],
    [90_000, "90 seconds"],
    [600_000, "10 minutes"],
    [86_400_000, "1 day"],
    [0, "0 ms"],
  ])("of %d ms is %s", (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
