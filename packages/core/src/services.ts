import type { Db } from "@mainstay/db";
import type { KeyKind } from "./identity/api-keys/api-key.ts";
import type { AccessTokens } from "./identity/tokens/access-tokens.ts";
import type { WebhookSender } from "./payments/webhooks/webhook-sender.ts";
import type { FileStore, Images } from "./platform/files/file-store.ts";
import type { Line } from "./platform/files/line.ts";
import type { LiveEvents } from "./platform/live/live-events.ts";
import type { RateProvider } from "./platform/rates/rate-provider.ts";
import type { ReferenceReader } from "./platform/reference/reference-reader.ts";
import type { Mailer, Telegram, WebPush } from "./platform/notifications/transports.ts";
import type { SettingsReader } from "./platform/settings/settings-reader.ts";
import type { Bus, Captcha, Clock, Geo, Limiter, Logger, Sealer } from "./ports.ts";

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
  readonly payUrl: string;
  readonly fileStore: FileStore;
  readonly images: Images;
  readonly fileLine: Line;
  readonly bus: Bus;
  readonly limiter: Limiter;
  /** Null where administrators type rates in. */
  readonly rateProvider: RateProvider | null;
  /** Only jobs send: whatever has a transaction promises notifications by `notify`. */
  readonly mailer: Mailer;
  readonly telegram: Telegram | null;
  readonly webPush: WebPush | null;
  readonly webhookSender: WebhookSender;
}
