import { describe, expect, it, vi } from "vitest";
import { Kept } from "./kept.ts";

const kept = (options: { maxAgeMs?: number; most?: number } = {}) =>
  new Kept<string>({ maxAgeMs: 60_000, most: 100, ...options });
const answers = (...values: (string | null)[]) => {
  const load = vi.fn<() => Promise<string | null>>();
  for (const value of values) load.mockResolvedValueOnce(value);
  return load;
};

describe("what is kept", () => {
  it("is there at once the second time, and calls that miss together share one look", async () => {
    const here = kept();
    const load = answers("anna");
    expect(await Promise.all([here.get("a", load), here.get("a", load)])).toEqual(["anna", "anna"]);
    expect(here.get("a", load)).toBe("anna");
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("is looked up again when it is old", async () => {
    const here = kept({ maxAgeMs: 0 });
    const load = answers("anna", "boris");
    await here.get("a", load);
    expect(await here.get("a", load)).toBe("boris");
  });

  it("is never that there is nothing, nor that looking failed", async () => {
    const here = kept();
    const load = answers(null);
    load.mockRejectedValueOnce(new Error("away"));
    load.mockResolvedValueOnce("anna");
    expect(await here.get("a", load)).toBeNull();
    await expect(here.get("a", load)).rejects.toThrow("away");
    expect(await here.get("a", load)).toBe("anna");
  });

  it("is not what was being read when it was dropped", async () => {
    const here = kept();
    const slow = Promise.withResolvers<string>();
    const first = here.get("a", () => slow.promise);
    here.drop(() => false);
    slow.resolve("before the change");
    expect(await first).toBe("before the change");
    expect(await here.get("a", answers("after the change"))).toBe("after the change");
  });

  it("is dropped where it is concerned, and stays elsewhere", async () => {
    const here = kept();
    await here.get("a", answers("anna"));
    await here.get("b", answers("boris"));
    here.drop((value) => value === "anna");
    expect(here.get("b", answers())).toBe("boris");
    expect(await here.get("a", answers("another"))).toBe("another");
  });

  it("is bounded: the oldest goes", async () => {
    const here = kept({ most: 2 });
    for (const key of ["a", "b", "c"]) await here.get(key, answers(key));
    expect(here.get("c", answers())).toBe("c");
    expect(here.get("b", answers())).toBe("b");
    expect(await here.get("a", answers("again"))).toBe("again");
  });
});
