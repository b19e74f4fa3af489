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
  readonly wake: (rest: string) => void;
  readonly lost: (() => void) | undefined;
}
type Listeners = Map<string, Set<Listener>>;

/** The half of a bus that is the same on every store: who listens here, and gathering what is sent. */
export function createBus(log: Logger, carry: (hearing: Hearing) => Carrier): ProcessBus {
  const onTopic: Listeners = new Map();
  const onPrefix: Listeners = new Map();
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
      for (const topic of topics) {
        for (const { wake } of onTopic.get(topic) ?? []) call(() => wake(""));
        for (const [prefix, its] of onPrefix) {
          if (!topic.startsWith(prefix)) continue;
          for (const { wake } of its) call(() => wake(topic.slice(prefix.length)));
        }
      }
    },
    connected() {
      first.resolve();
      for (const each of [...onTopic.values(), ...onPrefix.values()]) {
        for (const { lost } of each) if (lost) call(lost);
      }
    },
  };
  const carrier = carry(hearing);

  // One message at a time: while the store is slow, topics gather instead of messages.
  const flush = async (): Promise<void> => {
    timer = null;
    if (sending || waiting.size === 0) return;
    const topics = [...waiting];
    waiting.clear();
    sending = sendAll(carrier, topics).catch((error: unknown) => {
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
    onTopic.clear();
    onPrefix.clear();
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
    on: (topic, wake, lost) => listen(onTopic, topic, { wake, lost }),
    onPrefix: (prefix, wake, lost) => listen(onPrefix, prefix, { wake, lost }),
    ready: () => first.promise,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listen(listeners: Listeners, name: string, listener: Listener): () => void {
  const its = listeners.get(name) ?? new Set();
  listeners.set(name, its.add(listener));
  return () => {
    its.delete(listener);
    if (its.size === 0 && listeners.get(name) === its) listeners.delete(name);
  };
}

/** NOTIFY takes less than 8,000 bytes. */
const longestMessage = 7_000;

async function sendAll(carrier: Carrier, topics: readonly string[]): Promise<void> {
  for (const message of messagesOf(topics)) await carrier.send(message);
}

/** As many messages as it takes: a bulk change names many topics. */
export function messagesOf(topics: readonly string[]): string[][] {
  const messages: string[][] = [];
  let length = Infinity;
  for (const topic of topics) {
    const bytes = Buffer.byteLength(topic) + 1;
    if (length + bytes > longestMessage) {
      messages.push([]);
      length = 0;
    }
    messages.at(-1)?.push(topic);
    length += bytes;
  }
  return messages;
}

/** Topics are names of code and ids, so they need no quoting. The sender is named to not hear itself. */
export const encodeWake = (sender: string, topics: readonly string[]): string =>
  [sender, ...topics].join(" ");

export function decodeWake(message: string, self: string): readonly string[] {
  const [sender, ...topics] = message.split(" ");
  return sender === self ? [] : topics;
}
