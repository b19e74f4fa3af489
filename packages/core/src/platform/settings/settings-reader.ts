import type { AnySetting, Setting } from "@mainstay/contracts";
import { type DbOrTx, settings } from "@mainstay/db";
import { z } from "zod";
import type { Bus, Logger, Sealer } from "../../ports.ts";
import { KeptUntilChanged } from "../kept-until-changed.ts";

export interface SettingsReader {
  get<S extends z.ZodType>(setting: Setting<string, S>): Promise<z.output<S>>;
}

export const settingsTopic = "settings";

/** All settings that differ from their default, kept in the process until somebody changes one. */
export class CachedSettings implements SettingsReader {
  readonly #kept: KeptUntilChanged<Map<string, unknown>>;
  readonly #sealer: Sealer;
  readonly #log: Logger;

  constructor(from: { db: DbOrTx; bus: Bus; sealer: Sealer; log: Logger }) {
    this.#kept = new KeptUntilChanged({
      bus: from.bus,
      topic: settingsTopic,
      load: () => load(from.db),
    });
    this.#sealer = from.sealer;
    this.#log = from.log;
  }

  readonly drop = (): void => this.#kept.drop();

  async get<S extends z.ZodType>(setting: Setting<string, S>): Promise<z.output<S>> {
    const stored = (await this.#kept.get()).get(setting.setting);
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
}

async function load(db: DbOrTx): Promise<Map<string, unknown>> {
  const rows = await db.select({ key: settings.key, value: settings.value }).from(settings);
  return new Map(rows.map((row) => [row.key, row.value]));
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
