import { isMainstayError, type Mainstay, type PaymentSession } from "@mainstay/sdk";

export interface Heard {
  /** How the payment stands. */
  session(session: PaymentSession): void;
  /** The token opens nothing, or not any more. */
  refused(): void;
  /** Whether the server answers. */
  reached(isReached: boolean): void;
}

export interface Payment {
  /** What a call of ours was answered. */
  take(session: PaymentSession): void;
  read(): Promise<void>;
  /** Once a second: what is not told by itself is asked for. */
  look(deadline: string | null, now: number): void;
}

/** Where no WebSocket passes. */
const unheardMs = 5_000;
/** A state whose time is up is ended by the server, a moment later. */
const overdueMs = 3_000;

/** Told of each change as it happens; what was missed in between is read. */
export function followPayment(mainstay: Mainstay, heard: Heard): Payment {
  const { sessions } = mainstay.payments;
  let latest: PaymentSession | null = null;
  let live = false;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  const take = (session: PaymentSession): void => {
    // Answers and news overtake each other.
    if (latest && isOlder(session, latest)) return;
    latest = withSameLogo(session, latest);
    heard.session(latest);
  };
  const failed = (error: unknown): void => {
    if (isMainstayError(error) && (error.kind === "unauthenticated" || error.kind === "not_found"))
      heard.refused();
    else heard.reached(false);
  };
  const ask = async (): Promise<void> => {
    readAt = performance.now();
    try {
      take(await sessions.get.query());
      heard.reached(true);
    } catch (error) {
      failed(error);
    }
  };
  const read = (): Promise<void> =>
    (reading ??= ask().finally(() => {
      reading = null;
    }));

  void read();
  sessions.watch.subscribe(
    {},
    {
      // What happened before it was connected is not told.
      onStarted: () => void read(),
      onData: ({ data }) => {
        heard.reached(true);
        take(data);
      },
      // It is over then, and what it would have told is asked for.
      onError(error) {
        live = false;
        failed(error);
      },
      onConnectionStateChange: ({ state }) => {
        live = state === "pending";
      },
    },
  );

  return {
    take,
    read,
    look(deadline, now) {
      const isOverdue = deadline !== null && Date.parse(deadline) <= now;
      const since = performance.now() - readAt;
      if (since > (isOverdue ? overdueMs : unheardMs) && (isOverdue || !live)) void read();
    },
  };
}

/** What changes without a new sequence, such as the receipts, is told by the time. */
const isOlder = (one: PaymentSession, other: PaymentSession): boolean =>
  one.sequence === other.sequence
    ? Date.parse(one.serverTime) < Date.parse(other.serverTime)
    : one.sequence < other.sequence;

/** A signed address is another one each time, and the picture is not loaded again for that. */
function withSameLogo(session: PaymentSession, before: PaymentSession | null): PaymentSession {
  const { logo } = session.store;
  const old = before?.store.logo;
  const isSame = logo && old && logo.url.split("?", 1)[0] === old.url.split("?", 1)[0];
  return isSame ? { ...session, store: { ...session.store, logo: old } } : session;
}
