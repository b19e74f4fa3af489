import type { Db, Tx } from "@mainstay/db";
import type { KeyKind } from "./identity/api-keys/api-key.ts";
import type { WebhookSender } from "./payments/webhooks/webhook-sender.ts";
import type { FileStore } from "./platform/files/file-store.ts";
import type { LiveEvents } from "./platform/live/live-events.ts";
import type { Mailer, Telegram, WebPush } from "./platform/notifications/transports.ts";
import type { RateProvider } from "./platform/rates/rate-provider.ts";
import type { ReferenceReader } from "./platform/reference/reference-reader.ts";
import type { SettingsReader } from "./platform/settings/settings-reader.ts";
import type { Clock, Logger, Sealer } from "./ports.ts";

/** What a job's use case is given. It may run twice; `once` does not. */
export interface JobCtx {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsReader;
  readonly reference: ReferenceReader;
  readonly live: LiveEvents;
  readonly sealer: Sealer;
  readonly keyKind: KeyKind;
  readonly fileStore: FileStore;
  readonly mailer: Mailer;
  /** Null where administrators type rates in. */
  readonly rateProvider: RateProvider | null;
  /** Null without a bot. */
  readonly telegram: Telegram | null;
  /** Null without its keys. */
  readonly webPush: WebPush | null;
  readonly webhookSender: WebhookSender;
  /** The same for every run of one promise: what an outside service can tell repeats by. */
  readonly jobId: string;
  readonly attempt: number;
  /** Aborts at the job's time limit and when the worker stops. */
  readonly signal: AbortSignal;
  /**
   * The job's effect, in the transaction that also marks it done: if an earlier run got this far, it is
   * skipped and the answer is undefined. At most one call a run.
   */
  readonly once: <T>(effect: (tx: Tx) => Promise<T>) => Promise<T | undefined>;
}
