import { randomUUID } from "node:crypto";
import { webhookLoopback } from "@mainstay/contracts";
import type { JobCtx, Logger } from "@mainstay/core";
import { deliverWebhooks } from "@mainstay/core/payments/webhooks/deliver-webhooks";
import { fanOutEvents } from "@mainstay/core/payments/webhooks/fan-out-events";
import { transaction } from "@mainstay/db";
import { call, type TestApi, testKeys } from "./api.ts";
import { fakeServer } from "./fake-server.ts";
import { payInWorld } from "./pay-ins.ts";

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly state: string;
  readonly disabledWhy: string | null;
  readonly failures: number;
}
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly storeId: string;
  readonly data: { readonly id: string; readonly state: string; readonly traderId: null };
}

export const setSetting = (api: TestApi, key: string, value: unknown) =>
  call(
    api.url,
    "platform.settings.update",
    { key, value },
    { as: testKeys.admin, key: randomUUID() },
  );

/** A worker's ctx, as of a process of its own. */
export const jobCtx = (
  { services }: TestApi,
  { laterMs = 0, log = services.log }: { laterMs?: number; log?: Logger } = {},
): JobCtx => ({
  ...services,
  log,
  // Of the runs of one process only one claims.
  webhookSender: { send: (...asked) => services.webhookSender.send(...asked) },
  clock: { now: () => new Date(Date.now() + laterMs) },
  jobId: randomUUID(),
  attempt: 1,
  signal: new AbortController().signal,
  once: (effect) => transaction(services.db, effect),
});

/** A shop with a merchant's person, whose webhooks may go to this machine. */
export async function webhookWorld(api: TestApi) {
  const world = await payInWorld(api);
  await setSetting(api, webhookLoopback.setting, true);
  const ask = (procedure: string, input: object, as = world.as.merchant) =>
    call(api.url, `payments.webhooks.${procedure}`, input, { as, key: randomUUID() });
  const look = (procedure: string, input: object, as = world.as.merchant) =>
    call(api.url, `payments.webhooks.${procedure}`, input, { as, by: "query" });
  const endpoint = async (url: string, input: object = {}) => {
    const { data, error } = await ask("create", { storeId: world.store.id, url, ...input });
    if (error) throw new Error(JSON.stringify(error));
    return data as { secret: string; endpoint: Endpoint };
  };
  /** What the worker does, as if it were so much later. */
  const work = async (laterMs = 0, log?: Logger): Promise<void> => {
    const ctx = jobCtx(api, { laterMs, ...(log ? { log } : {}) });
    await fanOutEvents(ctx);
    await deliverWebhooks(ctx);
  };
  const of = async (endpointId: string) => (await look("get", { endpointId })).data as Endpoint;
  return { ...world, ask, look, endpoint, work, of };
}

/** Keeps what it is sent, and answers with the status that is set then, once the gate that is set then is open. */
export async function receiver() {
  const got: { headers: Record<string, string>; body: string; event: Told }[] = [];
  const at = {
    status: 200,
    headers: {} as Record<string, string>,
    gate: null as Promise<void> | null,
    got,
  };
  const server = await fakeServer(({ headers, body }) => {
    const text = body.toString();
    got.push({
      headers: headers as Record<string, string>,
      body: text,
      event: JSON.parse(text) as Told,
    });
    const answer = { status: at.status, headers: at.headers, body: `answered ${at.status}` };
    return at.gate === null ? answer : at.gate.then(() => answer);
  });
  return Object.assign(at, {
    url: server.url,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  });
}
