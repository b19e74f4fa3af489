import { setting } from "@mainstay/contracts";
import { settings } from "@mainstay/db";
import { testDatabase, testProcess } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Bus } from "../../ports.ts";
import { CachedSettings, sealSetting } from "./settings-reader.ts";

const colour = setting("test.colour", {
  schema: z.string(),
  default: "grey",
  description: "for tests",
});
const token = setting("test.token", { ...colour, default: "", secret: true });
const other = setting("test.other", { ...token, default: "none" });

async function reader() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const { services } = stack.use(await testProcess(database));
  const heard: { wake: () => void; lost: (() => void) | undefined }[] = [];
  const bus: Bus = {
    wake() {},
    on(_topic, wake, lost) {
      heard.push({ wake, lost });
      return () => {};
    },
    onPrefix: () => () => {},
  };
  const error = vi.fn<(fields: object, message: string) => void>();
  const log = { debug() {}, info() {}, warn() {}, error, child: () => log };
  const { db, sealer } = services;
  return {
    db,
    sealer,
    error,
    heard,
    settings: new CachedSettings({ db, bus, sealer, log }),
    store: async (key: string, value: unknown) => {
      await db
        .insert(settings)
        .values({ key, value, changedAt: new Date(), changedBy: "test" })
        .onConflictDoUpdate({ target: settings.key, set: { value } });
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("settings as a process reads them", () => {
  it.each(["wake", "lost"] as const)(
    "are kept until the bus says %s, and then read again",
    async (word) => {
      await using at = await reader();
      await at.store("test.colour", "red");
      expect(await at.settings.get(colour)).toBe("red");
      await at.db.update(settings).set({ value: "blue" }).where(eq(settings.key, "test.colour"));
      expect(await at.settings.get(colour)).toBe("red");

      for (const listener of at.heard) listener[word]?.();

      expect(await at.settings.get(colour)).toBe("blue");
    },
  );

  it("are their default, with a line in the log, where what is stored cannot be used", async () => {
    await using at = await reader();
    await at.store("test.colour", 7);
    await at.store("test.token", { sealed: "v1.gone.AAAA" });
    // A secret that was copied from another setting does not open.
    await at.store("test.other", sealSetting(token, "a secret", at.sealer));

    expect(await at.settings.get(colour)).toBe("grey");
    expect(await at.settings.get(token)).toBe("");
    expect(await at.settings.get(other)).toBe("none");

    const named = at.error.mock.calls.map(([fields]) => (fields as { setting: string }).setting);
    expect(named).toEqual(["test.colour", "test.token", "test.other"]);
    await at.store("test.token", sealSetting(token, "a secret", at.sealer));
    at.settings.drop();
    expect(await at.settings.get(token)).toBe("a secret");
  });
});
