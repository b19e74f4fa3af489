import type { Bus, Logger } from "@mainstay/core";

export interface ProcessBus extends Bus, AsyncDisposable {
  /** Resolves once wakes of other processes are heard. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** The way between processes. */
export interface Carrier {
  send(topics: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
export interface Hearing {
  /** What others sent. */
  heard(topics: readonly string[]): void;
  /** From now on nothing is missed; before, while there was no connection, something may have been. */
  connected(): void;
}

/** Wakes within this time become one message. */
const gatherMs = 4;

interface Listener {
  readonly wake: () => void;
  readonly lost: (() => void) | undefined;
}

/** The half of a bus that is the same on every store: who listens here, and gathering what is sent. */
export function createBus(log: Logger, carry: (hearing: Hearing) => Carrier): ProcessBus {
  const listeners = new Map<string, Set<Listener>>();
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> | null = null;
  let closed = false;
  const first = Promise.withResolvers<void>();
  // Who does not wait for it need not hear that it will never come.
  first.promise.catch(() => undefined);

  const call = (listener: () => void): void => {
    try {
      listener();
    } catch (error) {
      log.error({ err: error }, "a listener of the bus failed");
    }
  };
  const hearing: Hearing = {
    heard(topics) {
      for (const topic of topics) for (const { wake } of listeners.get(topic) ?? []) call(wake);
    },
    connected() {
      first.resolve();
      for (const each of listeners.values()) for (const { lost } of each) if (lost) call(lost);
    },
  };
  const carrier = carry(hearing);

  // One message at a time: while the store is slow, topics gather instead of messages.
  const flush = async (): Promise<void> => {
    timer = null;
    if (sending || waiting.size === 0) return;
    const topics = [...waiting];
    waiting.clear();
    sending = carrier.send(topics).catch((error: unknown) => {
      log.warn({ err: error, topics }, "a wake was not sent; receivers will look by themselves");
    });
    await sending;
    sending = null;
    await flush();
  };
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    if (timer) clearTimeout(timer);
    await sending;
    await flush();
    listeners.clear();
    first.reject(new Error("The bus was closed"));
    await carrier.close();
  };

  return {
    wake(topics) {
      const named = [...topics];
      // This process sees its own commits at once, however long it takes to tell the others.
      hearing.heard(named);
      for (const topic of named) waiting.add(topic);
      if (!closed) timer ??= setTimeout(() => void flush(), gatherMs);
    },
    on(topic, wake, lost) {
      const listener: Listener = { wake, lost };
      const its = listeners.get(topic) ?? new Set();
      listeners.set(topic, its.add(listener));
      return () => {
        its.delete(listener);
        if (its.size === 0 && listeners.get(topic) === its) listeners.delete(topic);
      };
    },
    ready: () => first.promise,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Topics are names of code, so they need no quoting. The sender is named to not hear itself. */
export const encodeWake = (sender: string, topics: readonly string[]): string =>
  [sender, ...topics].join(" ");

export function decodeWake(message: string, self: string): readonly string[] {
  const [sender, ...topics] = message.split(" ");
  return sender === self ? [] : topics;
}
