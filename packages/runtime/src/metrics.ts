import { currentRates } from "@mainstay/core";
import type { Db } from "@mainstay/db";
import type { HttpRates } from "./rates/http-rates.ts";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Where a queue stands, as who looks after it says. */
export interface QueueDepth {
  readonly queue: string;
  /** Jobs by BullMQ's states: waiting, active, delayed, failed. */
  readonly counts: Readonly<Record<string, number>>;
  /** How long the job at the front has waited. */
  readonly oldestSeconds: number;
}

export interface Metrics {
  readonly contentType: string;
  /** One call: its dotted procedure, and `ok`, `replayed`, the reason of its refusal or `internal`. */
  request(call: { procedure: string; outcome: string; seconds: number }): void;
  /** One call of what is going away, and by which version of the SDK. */
  deprecated(call: { procedure: string; sdk: string }): void;
  /** One run of a job: `done`, `retry` or `failed`. */
  job(run: { job: string; outcome: string; seconds: number }): void;
  /** Asked for at each render, all at once. */
  watchQueues(depths: () => Promise<readonly QueueDepth[]>): void;
  render(): Promise<string>;
}

export interface MetricsOptions {
  readonly name: string;
  readonly release?: string | undefined;
  readonly version: string;
  readonly db: Db;
  readonly rateProvider?: HttpRates | null;
}

/**
 * A registry of its own, so that several can live in one process. What is counted is counted as it
 * happens; what is measured is looked up when somebody asks, and is left out when it cannot be.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ process: options.name });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });

  const build = gauge("mainstay_build_info", "What runs here; the value is always 1.", [
    "version",
    "release",
  ]);
  build.set({ version: options.version, release: options.release ?? "" }, 1);
  const requests = new Histogram({
    name: "mainstay_request_seconds",
    help: "Calls by procedure and outcome.",
    labelNames: ["procedure", "outcome"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const deprecated = new Counter({
    name: "mainstay_deprecated_calls_total",
    help: "Calls of deprecated procedures by the SDK's version.",
    labelNames: ["procedure", "sdk"],
    registers,
  });
  const jobs = new Histogram({
    name: "mainstay_job_seconds",
    help: "Runs of jobs by job and outcome.",
    labelNames: ["job", "outcome"],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60],
    registers,
  });
  const failures = new Counter({
    name: "mainstay_metrics_failures_total",
    help: "Times that a group of measures could not be taken.",
    labelNames: ["group"],
    registers,
  });

  const measures = new Map<string, Measure>();
  measures.set("pool", measurePool(options.db, gauge));
  measures.set("outbox", measureOutbox(options.db, gauge));
  measures.set("rates", measureRates(options, gauge));
  measures.set("ledger", measureLedger(options.db, gauge));

  return {
    contentType: registry.contentType,
    request: ({ procedure, outcome, seconds }) => requests.observe({ procedure, outcome }, seconds),
    deprecated: ({ procedure, sdk }) => deprecated.inc({ procedure, sdk }),
    job: ({ job, outcome, seconds }) => jobs.observe({ job, outcome }, seconds),
    watchQueues(depths) {
      const jobsIn = gauge("mainstay_queue_jobs", "Jobs in a queue, by state.", ["queue", "state"]);
      const oldest = gauge(
        "mainstay_queue_oldest_seconds",
        "How long the next job of a queue has waited.",
        ["queue"],
      );
      const take = async () => {
        const found = await depths();
        return () => {
          for (const { queue, counts, oldestSeconds } of found) {
            for (const [state, count] of Object.entries(counts))
              jobsIn.set({ queue, state }, count);
            oldest.set({ queue }, oldestSeconds);
          }
        };
      };
      measures.set("queues", { gauges: [jobsIn, oldest], take });
    },
    async render() {
      await Promise.all(
        [...measures].map(([group, measure]) =>
          measureNow(measure).catch(() => failures.inc({ group })),
        ),
      );
      return registry.metrics();
    },
  };
}

/** A group of gauges, and how to find out what they stand at. */
interface Measure {
  readonly gauges: readonly Gauge[];
  /** Answers with what sets them. */
  readonly take: () => Promise<() => void>;
}

/** Emptied and set in one step: another scrape must not find them empty. */
async function measureNow({ gauges, take }: Measure): Promise<void> {
  const clear = (): void => {
    for (const each of gauges) {
      each.reset();
      // One without labels is 0 then, and 0 findings would mean clean books.
      each.remove({});
    }
  };
  try {
    const set = await take();
    clear();
    set();
  } catch (error) {
    clear();
    throw error;
  }
}

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

function measurePool(db: Db, gauge: MakeGauge): Measure {
  const connections = gauge(
    "mainstay_db_connections",
    "Database connections of this process, by state.",
    ["state"],
  );
  const waiting = gauge("mainstay_db_waiting", "Calls that wait for a database connection.");
  const set = (): void => {
    const { totalCount, idleCount, waitingCount } = db.$client;
    connections.set({ state: "idle" }, idleCount);
    connections.set({ state: "busy" }, totalCount - idleCount);
    waiting.set(waitingCount);
  };
  return { gauges: [connections, waiting], take: async () => set };
}

function measureRates({ db, rateProvider }: MetricsOptions, gauge: MakeGauge): Measure {
  const age = gauge("mainstay_rate_age_seconds", "How old the newest rate of each pair is.", [
    "pair",
  ]);
  const refused = gauge(
    "mainstay_rates_refused",
    "How often the provider told a rate that was not believed, since the process began.",
    ["pair", "problem"],
  );
  const take = async () => {
    const rates = await currentRates(db);
    return () => {
      for (const { base, quote, takenAt } of rates)
        age.set({ pair: `${base}/${quote}` }, (Date.now() - takenAt.getTime()) / 1_000);
      for (const { pair, problem, times } of rateProvider?.refusals() ?? [])
        refused.set({ pair, problem }, times);
    };
  };
  return { gauges: [age, refused], take };
}

function measureLedger(db: Db, gauge: MakeGauge): Measure {
  const findings = gauge(
    "mainstay_ledger_findings",
    "Faults that the last look through the books found; 0 is clean.",
  );
  const age = gauge(
    "mainstay_ledger_reconciled_seconds",
    "How long ago the last look through the books ended.",
  );
  const tails = gauge(
    "mainstay_ledger_tails",
    "Movements on accounts without a floor that are not folded yet, as the statistics have it.",
  );
  const take = async () => {
    const { rows } = await db.$client.query<{ found: number; age: number }>(
      `select found, extract(epoch from now() - finished_at)::float8 as age
         from ledger_reconciliations order by started_at desc limit 1`,
    );
    const { rows: counted } = await db.$client.query<{ tails: string }>(
      "select n_live_tup as tails from pg_stat_user_tables where relname = 'ledger_tails'",
    );
    return () => {
      const [last] = rows;
      if (last) {
        findings.set(last.found);
        age.set(last.age);
      }
      tails.set(Number(counted[0]?.tails ?? 0));
    };
  };
  return { gauges: [findings, age, tails], take };
}

/** By state, from when on its rows wait; one index each. What is done is not counted: it is most rows. */
const waitingSince = { pending: "run_at", moved: "moved_at", failed: "ended_at" };
const outboxQuery = Object.entries(waitingSince)
  .map(
    ([state, since]) => `select '${state}' as state, count(*) as count,
      extract(epoch from now() - min(${since}) filter (where ${since} <= now()))::float8 as oldest
      from outbox where state = '${state}'`,
  )
  .join(" union all ");

function measureOutbox(db: Db, gauge: MakeGauge): Measure {
  const rows = gauge("mainstay_outbox_rows", "Promised jobs that are not done, by state.", [
    "state",
  ]);
  const oldest = gauge(
    "mainstay_outbox_oldest_seconds",
    "For how long the oldest promised job is in its state; pending: since it may run, which is the relay's lag.",
    ["state"],
  );
  const take = async () => {
    const { rows: found } = await db.$client.query<{
      state: string;
      count: string;
      oldest: number | null;
    }>({ name: "mainstay_outbox_metrics", text: outboxQuery });
    return () => {
      for (const { state, count, oldest: seconds } of found) {
        rows.set({ state }, Number(count));
        oldest.set({ state }, seconds ?? 0);
      }
    };
  };
  return { gauges: [rows, oldest], take };
}
