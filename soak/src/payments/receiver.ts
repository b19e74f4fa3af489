import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { verifyWebhook } from "@mainstay/sdk/webhooks";
import { type Dice, diceOf } from "./dice.ts";

export interface Received {
  /** Of an object at a sequence; a repeat is only known by its id. */
  readonly about: string;
  readonly type: string;
  /** Answered with 2xx, and the answer went out. */
  taken: number;
  /** Came, whatever was answered. */
  came: number;
}
export interface Receiver {
  readonly url: (store: number) => string;
  /** By the webhook-id. */
  readonly received: ReadonlyMap<string, Received>;
  /** What could not be verified. */
  readonly wrong: readonly string[];
  /** How often it answered which way. */
  readonly tally: ReadonlyMap<string, number>;
  setSecrets(secrets: readonly string[]): void;
  /** What it failed at whatever was tried, it takes from now on. */
  repair(): void;
  close(): Promise<void>;
}

/** Of a receiver that fails: nearly a third. One that is slower than the sender waits keeps its endpoint, so it is rare. */
const failures = { takes: 700, error: 120, cut: 60, cut_after_taking: 60, slow: 59, too_slow: 1 };
const senderWaitsMs = 20_000;
/** One of so many is refused until it is repaired, so that all its tries are used up. */
const unlucky = 200;

/** The merchants' side: an endpoint for each store, which believes only what `verifyWebhook` does. */
export async function createReceiver(options: {
  readonly seed: number;
  readonly fails: boolean;
}): Promise<Receiver> {
  const dice = diceOf(options.seed, 4);
  const received = new Map<string, Received>();
  const wrong: string[] = [];
  const tally = new Map<string, number>();
  let secrets: readonly string[] = [];
  let repaired = !options.fails;

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(request);
    const secret = secrets[Number(request.url?.split("/").at(-1))] ?? "";
    let known: Received;
    try {
      const event = await verifyWebhook(body, request.headers, secret);
      const about = event.type === "webhook.test" ? event.id : `${event.data.id}#${event.sequence}`;
      known = received.get(event.id) ?? { about, type: event.type, taken: 0, came: 0 };
      received.set(event.id, known);
      if (known.about !== about) wrong.push(`${event.id} was ${known.about} and then ${about}`);
      known.came += 1;
    } catch (error) {
      wrong.push(`${String(request.headers["webhook-id"])}: ${String(error)}`);
      response.writeHead(400).end();
      return;
    }
    const id = String(request.headers["webhook-id"]);
    const way = !repaired && isUnlucky(id) ? "error" : wayOf(dice, options.fails);
    tally.set(way, (tally.get(way) ?? 0) + 1);
    await answer(request, response, way, known);
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (store) => `http://127.0.0.1:${port}/store/${store}`,
    received,
    wrong,
    tally,
    setSecrets: (all) => (secrets = all),
    repair: () => (repaired = true),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const wayOf = (dice: Dice, fails: boolean): keyof typeof failures =>
  fails ? dice.weighed(failures) : "takes";
const isUnlucky = (id: string): boolean => Number.parseInt(id.slice(-6), 16) % unlucky === 0;

async function answer(
  { socket }: IncomingMessage,
  response: ServerResponse,
  way: keyof typeof failures,
  known: Received,
): Promise<void> {
  switch (way) {
    case "error":
      response.writeHead(500).end("not now");
      return;
    case "cut":
      socket.destroy();
      return;
    case "cut_after_taking":
      known.taken += 1;
      socket.destroy();
      return;
    case "slow":
      await sleep(200 + Math.random() * 1_000);
      break;
    case "too_slow":
      await sleep(senderWaitsMs + 1_000);
      break;
    case "takes":
      break;
  }
  // Nobody hears what is said to a connection that has gone.
  if (socket.destroyed) return;
  known.taken += 1;
  response.writeHead(204).end();
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
