import { randomUUID } from "node:crypto";
import { type Called, call } from "./api.ts";
import type { PayInWorld } from "./pay-ins.ts";

/** What a payer sees. */
export interface VisitView {
  readonly state: string;
  readonly sequence: number;
  readonly ended: string | null;
  readonly triesLeft: number;
  readonly choices: readonly { readonly method: string; readonly banks: readonly object[] }[];
  readonly order: {
    readonly id: string;
    readonly payable: { readonly amount: string } | null;
    readonly received: { readonly amount: string } | null;
    readonly requisite: { readonly number: string; readonly holder: string } | null;
    readonly receipts: number;
  } | null;
}

/** A payer on the payment page. */
export interface TestVisit {
  readonly id: string;
  readonly token: string;
  get(): Promise<VisitView>;
  /** A mutation of `payments.sessions.…`. */
  ask(procedure: string, input?: object): Promise<Called>;
  /** The same where it is taken. */
  go(procedure: string, input?: object): Promise<VisitView>;
}

/** For ten thousand roubles, or whatever is said. */
export async function testVisit(world: PayInWorld, input: object = {}): Promise<TestVisit> {
  const { api, store, as } = world;
  const money = { amount: "10000", currency: "RUB" };
  const asked = { storeId: store.id, reference: randomUUID(), money, ...input };
  const made = await call(api.url, "payments.sessions.create", asked, {
    as: as.merchant,
    key: randomUUID(),
  });
  const { id, url } = taken(made) as { id: string; url: string };
  const token = new URL(url).hash.slice(1);
  const ask: TestVisit["ask"] = (procedure, given) =>
    call(api.url, `payments.sessions.${procedure}`, given, { as: token, key: randomUUID() });
  return {
    id,
    token,
    async get() {
      const query = { as: token, by: "query" as const };
      return taken(await call(api.url, "payments.sessions.get", undefined, query)) as VisitView;
    },
    ask,
    go: async (procedure, given) => taken(await ask(procedure, given)) as VisitView,
  };
}

function taken({ data, error }: Called): unknown {
  if (error) throw new Error(`it was refused: ${JSON.stringify(error)}`);
  return data;
}
