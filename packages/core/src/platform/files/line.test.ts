import { describe, expect, it } from "vitest";
import { Line } from "./line.ts";

const open = new AbortController().signal;

function stage(options: { places: number; waiting: number }) {
  const line = new Line(options);
  const started: string[] = [];
  const come = (name: string, signal = open) => {
    const done = Promise.withResolvers<void>();
    const over = line.wait(() => {
      started.push(name);
      return done.promise;
    }, signal);
    over.catch(() => {});
    return { done, over };
  };
  return { come, started };
}

describe("a line", () => {
  it("lets in as many at once as it has places, and the others in the order they came", async () => {
    const { come, started } = stage({ places: 2, waiting: 2 });
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => come(name));
    expect(started).toEqual(["a", "b"]);
    b?.done.resolve();
    await b?.over;
    await expect.poll(() => started).toEqual(["a", "b", "c"]);
    c?.done.reject(new Error("no"));
    await expect(c?.over).rejects.toThrow("no");
    await expect.poll(() => started).toEqual(["a", "b", "c", "d"]);
    a?.done.resolve();
    d?.done.resolve();
    await Promise.all([a?.over, d?.over]);
    come("e");
    come("f");
    expect(started).toEqual(["a", "b", "c", "d", "e", "f"]);
  });

  it("refuses whoever comes when enough are waiting", async () => {
    const { come, started } = stage({ places: 1, waiting: 1 });
    const inside = come("inside");
    const waiting = come("waiting");
    await expect(come("late").over).rejects.toMatchObject({ reason: "request.unavailable" });
    inside.done.resolve();
    await inside.over;
    await expect.poll(() => started).toEqual(["inside", "waiting"]);
    waiting.done.resolve();
    await waiting.over;
    come("again");
    expect(started).toEqual(["inside", "waiting", "again"]);
  });

  it("is left at once by who is called off, and its room is another's", async () => {
    const { come, started } = stage({ places: 1, waiting: 1 });
    const inside = come("inside");
    const calledOff = new AbortController();
    const left = come("left", calledOff.signal);
    calledOff.abort(new Error("gone"));
    await expect(left.over).rejects.toThrow("gone");
    const next = come("next");
    inside.done.resolve();
    await inside.over;
    await expect.poll(() => started).toEqual(["inside", "next"]);
    next.done.resolve();
    await next.over;
    await expect(come("never", calledOff.signal).over).rejects.toThrow("gone");
    expect(started).toEqual(["inside", "next"]);
  });
});
