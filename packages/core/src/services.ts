import type { Db } from "@mainstay/db";
import type { KeyKind } from "./identity/api-keys/api-key.ts";
import type { AccessTokens } from "./identity/tokens/access-tokens.ts";
import type { LiveEvents } from "./platform/live/live-events.ts";
import type { ReferenceReader } from "./platform/reference/reference-reader.ts";
import type { SettingsReader } from "./platform/settings/settings-reader.ts";
import type { Bus, Captcha, Clock, Geo, Limiter, Logger, Mailer, Sealer } from "./ports.ts";

/** What a process has one of; contexts are made from it. */
export interface Services {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsReader;
  readonly reference: ReferenceReader;
  readonly live: LiveEvents;
  readonly sealer: Sealer;
  readonly tokens: AccessTokens;
  readonly geo: Geo;
  readonly captcha: Captcha | null;
  readonly keyKind: KeyKind;
  readonly bus: Bus;
  readonly limiter: Limiter;
  /** Only jobs send: whatever has a transaction promises mail by `notify`. */
  readonly mailer: Mailer;
}
