import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSealer } from "./sealer.ts";

const older = { id: "a", key: randomBytes(32) };
const newer = { id: "b", key: randomBytes(32) };
const sealer = (...keys: (typeof older)[]) => createSealer({ keys, appSecret: "app-secret" });

/** Another byte at this place of the sealed part. */
const changedAt = (sealed: string, place: number): string => {
  const [version, id, whole] = sealed.split(".");
  const bytes = Buffer.from(whole ?? "", "base64url");
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  return [version, id, bytes.toString("base64url")].join(".");
};

describe("the sealer", () => {
  it.each(["", "plain", "Грошi, 金, 🔑", "x".repeat(100_000)])("opens what it sealed", (plain) => {
    expect(sealer(newer).open("test", sealer(newer).seal("test", plain))).toBe(plain);
  });

  it("seals the same text differently each time, and never readably", () => {
    const [one, two] = [
      sealer(newer).seal("test", "card 4242"),
      sealer(newer).seal("test", "card 4242"),
    ];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain(
      "4242",
    );
  });

  it("seals with the first key and opens with each", () => {
    const before = sealer(older).seal("test", "plain");
    const rotated = sealer(newer, older);
    expect(rotated.open("test", before)).toBe("plain");
    expect(rotated.seal("test", "plain")).toMatch(/^v1\.b\./);
  });

  it("names the key that is missing", () => {
    const sealed = sealer(older).seal("test", "plain");
    expect(() => sealer(newer).open("test", sealed)).toThrow(/its id: a\).*ENCRYPTION_KEYS/);
  });

  it("refuses a text of which any byte was changed", () => {
    const sealed = sealer(newer).seal("test", "plain");
    const length = Buffer.from(sealed.split(".")[2] ?? "", "base64url").length;
    for (let place = 0; place < length; place += 1) {
      expect(() => sealer(newer).open("test", changedAt(sealed, place))).toThrow("was changed");
    }
  });

  it("does not open for one purpose what was sealed for another", () => {
    const sealed = sealer(newer).seal("setting:shop.name", "plain");
    expect(sealer(newer).open("setting:shop.name", sealed)).toBe("plain");
    for (const purpose of ["live-ticket", "setting:shop.nam", ""]) {
      expect(() => sealer(newer).open(purpose, sealed)).toThrow("for another purpose");
    }
  });

  it("refuses a text under the name of another key", () => {
    const twin = { id: "twin", key: newer.key };
    const sealed = sealer(newer).seal("test", "plain").replace("v1.b.", "v1.twin.");
    expect(() => sealer(newer, twin).open("test", sealed)).toThrow("was changed");
  });

  it.each(["", "v1.b", "v2.b.AAAA", "v1.b.AAAA", "v1.b.AAAA.more", "plain text"])(
    "refuses %j, which it did not seal",
    (text) => {
      expect(() => sealer(newer).open("test", text)).toThrow(/not a sealed text|cut off/);
    },
  );

  it("fingerprints by its secret: the same for equals, unlike for all else", () => {
    const print = sealer(newer).fingerprint("one");
    expect(print).toHaveLength(32);
    expect(sealer(older).fingerprint("one")).toEqual(print);
    expect(sealer(newer).fingerprint("two")).not.toEqual(print);
    const other = createSealer({ keys: [newer], appSecret: "another" });
    expect(other.fingerprint("one")).not.toEqual(print);
  });
});
