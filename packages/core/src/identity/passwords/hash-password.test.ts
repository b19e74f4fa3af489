import { describe, expect, it } from "vitest";
import { hashPassword, isOutdated, verifyPassword } from "./hash-password.ts";

describe("a password's hash", () => {
  it("says how it was made, and fits that password only", async () => {
    const kept = await hashPassword("meadow lantern 41");
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(isOutdated(kept)).toBe(false);
    expect(await verifyPassword(kept, "meadow lantern 41")).toBe(true);
    expect(await verifyPassword(kept, "meadow lantern 42")).toBe(false);
    expect(isOutdated(kept.replace("t=2", "t=1"))).toBe(true);
  });

  it("that is missing takes as long to verify, and fits nothing", async () => {
    const kept = await hashPassword("meadow lantern 41");
    const time = async (hash: string | null): Promise<number> => {
      const since = performance.now();
      expect(await verifyPassword(hash, "another one 77")).toBe(false);
      return performance.now() - since;
    };
    await time(null);
    const missing: number[] = [];
    const there: number[] = [];
    for (let n = 0; n < 15; n += 1) {
      missing.push(await time(null));
      there.push(await time(kept));
    }
    const median = (times: number[]): number => times.toSorted((a, b) => a - b)[7] ?? 0;
    expect(median(missing)).toBeGreaterThan(median(there) / 2);
    expect(median(missing)).toBeLessThan(median(there) * 2);
  });

  it("is refused when too many wait, and those that wait are done", async () => {
    const kept = await hashPassword("meadow lantern 41");
    const all = await Promise.allSettled(
      Array.from({ length: 5_000 }, () => verifyPassword(kept, "meadow lantern 41")),
    );
    const refused = all.filter((each) => each.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ reason: "request.unavailable" });
    const done = all.filter((each) => each.status === "fulfilled");
    expect(done.length).toBeGreaterThan(100);
    expect(done.every(({ value }) => value)).toBe(true);
    expect(await verifyPassword(kept, "meadow lantern 41")).toBe(true);
  }, 60_000);
});
