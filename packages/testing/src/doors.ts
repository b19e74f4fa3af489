import { guesses } from "@mainstay/db";
import { type Called, call, type TestApi, testApi, testEnv } from "./api.ts";
import { type TestDatabase, testDatabase } from "./database.ts";
import { type PromisedMail, promisedMails } from "./mails.ts";

export interface TestDoors extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly api: TestApi;
  /** A call of `identity.…`, each from an address of its own where none is said. */
  ask(
    procedure: string,
    input?: unknown,
    from?: { ip?: string; as?: string; headers?: Record<string, string> },
  ): Promise<Called>;
  mails(email: string): Promise<PromisedMail[]>;
  /** The token of the last mail made from this template. */
  tokenOf(email: string, template: string): Promise<string>;
  /** As if all waits were over. */
  waitOver(): Promise<unknown>;
}

/** An API as people meet it who want to get in: behind a proxy, so that a test can come from anywhere. */
export async function testDoors(env: Record<string, string> = {}): Promise<TestDoors> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(
    await testApi(database, { env: testEnv(database, { TRUST_PROXY: "1", ...env }) }),
  );
  let asked = 0;
  const mails = (email: string) => promisedMails(api.services, email);
  return {
    database,
    api,
    ask(procedure, input, { ip, as, headers } = {}) {
      asked += 1;
      const address = ip ?? `198.18.${asked >> 8}.${asked & 255}`;
      return call(api.url, `identity.${procedure}`, input, {
        ...(as === undefined ? {} : { as }),
        headers: { "x-forwarded-for": address, ...headers },
      });
    },
    mails,
    async tokenOf(email, template) {
      const last = (await mails(email)).findLast((mail) => mail.template === template);
      if (typeof last?.data["token"] !== "string") throw new Error(`no ${template} for ${email}`);
      return last.data["token"];
    },
    waitOver: () => database.db.update(guesses).set({ blockedUntil: null }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
