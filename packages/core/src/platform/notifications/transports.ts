/** The ways out of the house; `runtime` makes them real, and only the job `platform.deliver` uses them. */

/** What is known when an attempt is over. Answers are codes: what servers write often repeats addresses. */
export type SendAnswer =
  | {
      readonly outcome: "accepted";
      readonly answer: string;
      /** What the receiver's side calls it. */
      readonly reference: string | null;
    }
  | {
      readonly outcome: "refused";
      readonly answer: string;
      /** It is not about this message: nothing will reach this address again. */
      readonly gone: boolean;
    }
  | {
      readonly outcome: "delayed";
      readonly answer: string;
      /** When to come again, where the other side says so. */
      readonly retryAfterSeconds: number | null;
    }
  /** It was handed over, and no answer came back. */
  | { readonly outcome: "unknown"; readonly answer: string };

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The same whenever the same mail is sent again; what a Message-ID is made of. */
  readonly messageId: string;
}
export interface Mailer {
  /** The frontend, where links lead. */
  readonly appUrl: string;
  send(mail: Mail, signal: AbortSignal): Promise<SendAnswer>;
}

export interface Telegram {
  /** Without the @. */
  readonly botName: string;
  /** `html` as Telegram knows it: a few tags, at most 4096 characters. */
  send(message: { chatId: string; html: string }, signal: AbortSignal): Promise<SendAnswer>;
}

export interface PushTarget {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}
export interface WebPush {
  /** What browsers subscribe with. */
  readonly publicKey: string;
  send(
    message: {
      readonly to: PushTarget;
      readonly payload: string;
      /** A message of the same topic takes the place of one that still waits; at most 32 letters and digits. */
      readonly topic: string;
      readonly urgent: boolean;
    },
    signal: AbortSignal,
  ): Promise<SendAnswer>;
}

/** What use cases may know of them. */
export interface NotificationChannels {
  readonly appUrl: string;
  /** The bot's name; null without one. */
  readonly telegramBot: string | null;
  /** Null without web push. */
  readonly pushKey: string | null;
}
