import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Soak } from "../soak.ts";
import { settleDeliveries } from "./deliveries.ts";
import { diceOf } from "./dice.ts";
import { judge } from "./judge.ts";
import { planKills } from "./kills.ts";
import { Lanes } from "./lanes.ts";
import { Log } from "./log.ts";
import { PayInStory } from "./pay-in-story.ts";
import { PayOutStory } from "./pay-out-story.ts";
import { createReceiver } from "./receiver.ts";
import { createStand } from "./stand.ts";
import type { Stage } from "./story.ts";
import { createWorld, type World } from "./world.ts";

const data = path.join(import.meta.dirname, "../../../.data");
const together = 32;
/** So many wait for a timer at most, or there is no place left at any trader. */
const mostBegun = 250;
const payOutShare = 0.2;
const heartbeatMs = 20_000;

/**
 * Orders with every outcome through the API of a real process, whose work and the worker's is then laid beside
 * what callers were told and receivers got. Unless it is said not to, both are killed again and again meanwhile,
 * and receivers fail.
 */
export const soak: Soak = async ({ orders, seed, kills: withKills }) => {
  const log = new Log();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  await using stack = new AsyncDisposableStack();
  const stand = stack.use(await createStand(path.join(data, "soak-payments")));
  const { api, worker, pool } = stand;
  const receiver = await createReceiver({ seed, fails: withKills });
  stack.defer(() => receiver.close());
  const world = await createWorld({ url: api.url, seed, orders, log, webhookUrl: receiver.url });
  stack.defer(() => world.close());
  receiver.setSecrets(world.stores.map(({ secret }) => secret));
  console.log(
    `Payments: ${orders} orders, ${together} at a time, with seed ${seed}, queues on ${stand.queues}` +
      `${withKills ? ", with kills and a receiver that fails" : ""}.`,
  );

  const since = performance.now();
  const seconds = (): number => Math.round((performance.now() - since) / 1_000);
  const stage: Stage = { world, log, lanes: new Lanes(together, mostBegun), seed };
  const kills = withKills ? planKills([api, worker], { seed, orders }) : null;
  const beating = keepOnline(world);
  stack.defer(() => beating.stop());

  let ended = 0;
  const running: Promise<void>[] = [];
  for (let index = 0; index < orders; index += 1) {
    await stage.lanes.room();
    await kills?.begin(index);
    const story = storyOf(stage, index);
    running.push(
      stage.lanes
        .run(() => story.tell())
        .catch((error: unknown) => void log.faults.push(`order ${index}: ${String(error)}`))
        .finally(() => {
          ended += 1;
          if (ended % Math.ceil(orders / 20) === 0)
            console.log(
              `${ended} orders, ${seconds()} s, ${api.kills.length} + ${worker.kills.length} kills`,
            );
        }),
    );
  }
  await Promise.all(running);
  const ordersSeconds = seconds();
  await kills?.done;
  await beating.stop();
  console.log(`All orders ended, ${seconds()} s. Waiting for the webhooks.`);
  const settled = await settleDeliveries(pool, { world, receiver, log, fails: withKills });
  const totalSeconds = seconds();
  await judge({
    stand,
    world,
    log,
    receiver,
    settled,
    orders,
    seed,
    ordersSeconds,
    totalSeconds,
    data,
  });
};

const storyOf = (stage: Stage, index: number): PayInStory | PayOutStory =>
  diceOf(stage.seed, 5, index).next() < payOutShare
    ? new PayOutStory(stage, index)
    : new PayInStory(stage, index);

/** As traders' programs do; one that is not heard says it again with the next. */
function keepOnline(world: World): { stop(): Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;
  const all = [...world.traders.values()].map(async ({ id, as }) => {
    while (!signal.aborted) {
      await as.payments.traders.goOnline.mutate({ traderId: id }).catch(() => {});
      await sleep(heartbeatMs, undefined, { signal }).catch(() => {});
    }
  });
  return {
    async stop() {
      ending.abort();
      await Promise.all(all);
    },
  };
}
