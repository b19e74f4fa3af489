import type { AnySetting, Setting } from "@mainstay/contracts";
import { type DbOrTx, settings } from "@mainstay/db";
import { z } from "zod";
import type { Bus, Logger, Sealer } from "../../ports.ts";

export interface SettingsReader {
  get<S extends z.ZodType>(setting: Setting<string, S>): Promise<z.output<S>>;
}

export const settingsTopic = "settings";
/** A change that was not heard is seen after this at the latest. */
const maxAgeMs = 30_000;

/** All settings that differ from their default, kept in the process until somebody changes one. */
export class CachedSettings implements SettingsReader {
  readonly #db: DbOrTx;
  readonly #sealer: Sealer;
  readonly #log: Logger;
  #loaded: Promise<Map<string, unknown>> | null = null;
  #loadedAt = 0;

  constructor(from: { db: DbOrTx; bus: Bus; sealer: Sealer; log: Logger }) {
    this.#db = from.db;
    this.#sealer = from.sealer;
    this.#log = from.log;
    from.bus.on(settingsTopic, this.drop, this.drop);
  }

  readonly drop = (): void => {
    this.#loaded = null;
  };

  async get<S extends z.ZodType>(setting: Setting<string, S>): Promise<z.output<S>> {
    const stored = (await this.#all()).get(setting.setting);
    if (stored === undefined) return setting.default;
    try {
      return setting.schema.parse(openSetting(setting, stored, this.#sealer));
    } catch (error) {
      // An older release may have stored what this one no longer accepts, or sealed it with a key that is gone.
      const err = error instanceof z.ZodError ? undefined : error;
      this.#log.error(
        { setting: setting.setting, ...(err === undefined ? {} : { err }) },
        "stored setting cannot be used; using its default",
      );
      return setting.default;
    }
  }

  #all(): Promise<Map<string, unknown>> {
    if (this.#loaded && performance.now() - this.#loadedAt < maxAgeMs) return this.#loaded;
    this.#loadedAt = performance.now();
    const loading = this.#db
      .select({ key: settings.key, value: settings.value })
      .from(settings)
      .then((rows) => new Map(rows.map((row) => [row.key, row.value])));
    loading.catch(() => {
      if (this.#loaded === loading) this.#loaded = null;
    });
    return (this.#loaded = loading);
  }
}

const Sealed = z.object({ sealed: z.string() });

/** A value as it is stored. */
export const sealSetting = (setting: AnySetting, value: unknown, sealer: Sealer): unknown =>
  setting.secret
    ? { sealed: sealer.seal(settingPurpose(setting.setting), JSON.stringify(value)) }
    : value;

const openSetting = (setting: AnySetting, stored: unknown, sealer: Sealer): unknown =>
  setting.secret
    ? (JSON.parse(
        sealer.open(settingPurpose(setting.setting), Sealed.parse(stored).sealed),
      ) as unknown)
    : stored;

/** What a secret setting is sealed for. */
export const settingPurpose = (key: string): string => `setting:${key}`;
