import { ledgerChecks, reconcile } from "@mainstay/core";
import { readEnv, type Env } from "@mainstay/runtime";
import { CommandError, print } from "../../command.ts";
import { addressOf } from "../../dev/screen.ts";
import { asOperator } from "../../operator.ts";
import { readBooks } from "./books.ts";
import { gatherCast } from "./cast.ts";
import { throwDice } from "./dice.ts";
import { compareEvents } from "./events.ts";
import { play } from "./play.ts";
import { type Progress, showProgress } from "./progress.ts";
import { startReceiver } from "./receiver.ts";
import { setStage } from "./stage.ts";
import { moneyByAccount, outcomes, webhookLines } from "./summary.ts";

/** Plays all sides of payments against the stack that runs; answers with the exit code. */
export async function demoPayments(asked: { orders: number; seed: number }): Promise<number> {
  const { orders, seed } = asked;
  const env = readEnv();
  if (env.MODE !== "development") {
    throw new CommandError(
      `The demo plays with made-up people and money, and MODE is ${env.MODE}: it is for development.`,
    );
  }
  const url = addressOf(env.API_HOST, env.API_PORT);
  await requireRunning(url, "API");
  await requireRunning(addressOf(env.WORKER_HOST, env.WORKER_PORT), "worker");

  using stop = stopAtSignal();
  const { signal } = stop;
  const run = `demo-${Date.now().toString(36)}`;
  const cast = await gatherCast(env, url);
  await using receiver = await startReceiver();
  await using after = new AsyncDisposableStack();
  const stage = await setStage(cast, { orders, receiver, after });
  const before = await readBooks(cast);
  print(`Payments: ${orders} orders with seed ${seed}, by the name of ${run}.`);
  const progress: Progress = {
    orders,
    since: performance.now(),
    playing: new Map(),
    ended: new Map(),
    receiver,
  };
  const dice = throwDice(seed);
  let played: Awaited<ReturnType<typeof play>>;
  let told: Awaited<ReturnType<typeof compareEvents>>;
  {
    using _shown = showProgress(progress);
    played = await play({ cast, stage, signal }, { dice, run, progress });
    told = await compareEvents(cast, stage, { receiver, signal });
  }
  print("", ...outcomes(played), "");
  print(...moneyByAccount(before, await readBooks(cast)), "");
  print(...webhookLines(told), "");
  const clean = await booksAreClean(env);
  const asMeant = played.every(({ wrong }) => wrong === null);
  const heard = told.missing === 0 && told.refused === 0;
  return clean && asMeant && heard ? 0 : 1;
}

async function requireRunning(address: string, what: string): Promise<void> {
  const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => null,
  );
  if (answer?.ok) return;
  const how = answer ? `answers ${answer.status}` : "does not answer";
  throw new CommandError(
    `The ${what} ${how} at ${address}. Start everything with \`pnpm dev\` in another terminal; the demo plays against it.`,
  );
}

/** The same checks as `pnpm mainstay ledger verify`, on the stack's own database. */
const booksAreClean = (env: Env): Promise<boolean> =>
  asOperator(async ({ ctx }) => {
    const by = ctx.actor.name;
    const { clean, found, findings, accounts, transfers } = await reconcile(ctx.db, { by });
    print("Reconciliation");
    for (const { check, subject, problem } of findings)
      print(`  BAD ${check}: ${subject} ${problem}`);
    print(
      clean
        ? `  clean: ${ledgerChecks.length} checks of ${accounts} accounts and ${transfers} transfers`
        : `  not clean: ${found} found`,
    );
    return clean;
  }, env);

/** What only the demo needs is taken down before it ends. */
function stopAtSignal(): Disposable & { readonly signal: AbortSignal } {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new CommandError("The demo was stopped."));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  return {
    signal: stopping.signal,
    [Symbol.dispose]() {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
    },
  };
}
