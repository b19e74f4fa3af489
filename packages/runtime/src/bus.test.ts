import { EventEmitter } from "node:events";
import type { Logger } from "@mainstay/core";
import { describe, expect, it, vi } from "vitest";
import { createRedisBus } from "./bus-redis.ts";
import { createBus } from "./bus.ts";
import { silent } from "./logger.ts";
import type { RedisConnections } from "./redis.ts";

describe("a bus", () => {
  it("is heard in its own process at once, while the store is slow to take what was said before", async () => {
    const slow = Promise.withResolvers<void>();
    const send = vi.fn(() => slow.promise);
    await using bus = createBus(silent, () => ({ send, close: async () => {} }));
    const heard = vi.fn();
    bus.on("settings", heard);
    bus.wake(["orders"]);
    await expect.poll(() => send.mock.calls.length).toBe(1);

    bus.wake(["settings"]);

    expect(heard).toHaveBeenCalledTimes(1);
    slow.resolve();
    await expect.poll(() => send.mock.calls.length).toBe(2);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("on Redis says in the log that it cannot listen", async () => {
    const connection = Object.assign(new EventEmitter(), {
      subscribe: () => Promise.reject(new Error("NOPERM")),
    });
    const redis = { prefix: "test:", connect: () => connection } as unknown as RedisConnections;
    const warn = vi.fn<Logger["warn"]>();
    const log: Logger = { ...silent, warn, child: () => log };
    await using bus = createRedisBus({ redis, log });
    bus.ready().catch(() => "it never is");

    connection.emit("ready");

    await expect.poll(() => warn.mock.calls.length).toBe(1);
    expect(warn.mock.calls[0]?.[0]).toMatchObject({ err: new Error("NOPERM") });
  });
});
