import path from "node:path";
import { createDb, liveEvents } from "@mainstay/db";
import { startEmbedded } from "@mainstay/db/embedded";
import { stampFeed, readFeed } from "@mainstay/core";
import { migrate } from "@mainstay/runtime";
import pg from "pg";
import { p50, p99 } from "../load.ts";
import type { Benchmark, Measured, Round } from "../measure.ts";

/**
 * How a reader may know what is new: rows without a position (the reference, which skips what commits
 * late), rows that a stamper gives positions after their commit, and readers that stay below the
 * snapshot's xmin. Eight writers, one reader; then the last two again beside one long transaction.
 */
interface Way {
  readonly what: string;
  readonly table: string;
  readonly beside: boolean;
  /** The rows after the last seen, and marks them as seen. */
  reader(pool: pg.Pool): () => Promise<{ at: Date }[]>;
}

const writers = 8;

export const benchmark: Benchmark = async ({ rounds, seconds }) => {
  const folder = path.join(import.meta.dirname, "../../../.data/bench-feed");
  const postgres = await startEmbedded({ folder, port: 54_393, purpose: "development" });
  const url = postgres.adminUrl();
  await migrate(url);
  const pool = new pg.Pool({ connectionString: url, max: writers + 4 });
  pool.on("error", (error) => console.error(error.message));
  const db = createDb({ url, name: "bench" });
  await pool.query(`
    drop table if exists bench_plain, bench_xmin;
    create table bench_plain (id bigint generated always as identity primary key, data jsonb, at timestamptz not null default clock_timestamp());
    create table bench_xmin (id bigint generated always as identity primary key, xid xid8 not null default pg_current_xact_id(), data jsonb, at timestamptz not null default clock_timestamp());
    create index on bench_xmin (xid, id);
  `);

  const stamped = (beside: boolean): Way => ({
    what: beside ? "stamper, beside a long transaction" : "stamper",
    table: "live_events",
    beside,
    reader() {
      let after = 0;
      return async () => {
        while (await stampFeed(db, liveEvents));
        const rows = await readFeed(db, liveEvents, { after });
        after = Number(rows.at(-1)?.position ?? after);
        return rows;
      };
    },
  });
  const belowXmin = (beside: boolean): Way => ({
    what: beside ? "below xmin, beside a long transaction" : "below xmin",
    table: "bench_xmin",
    beside,
    reader(from) {
      let last = { xid: "0", id: "0" };
      return async () => {
        const { rows } = await from.query<{ xid: string; id: string; at: Date }>(
          `select xid::text, id, at from bench_xmin
            where (xid, id) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
            order by xid, id limit 200`,
          [last.xid, last.id],
        );
        last = rows.at(-1) ?? last;
        return rows;
      };
    },
  });
  const plain: Way = {
    what: "by sequence (skips late commits)",
    table: "bench_plain",
    beside: false,
    reader(from) {
      let last = "0";
      return async () => {
        const { rows } = await from.query<{ id: string; at: Date }>(
          "select id, at from bench_plain where id > $1 order by id limit 200",
          [last],
        );
        last = rows.at(-1)?.id ?? last;
        return rows;
      };
    },
  };

  const measured: Measured[] = [];
  const ways = [plain, stamped(false), belowXmin(false), stamped(true), belowXmin(true)];
  const all = ways.map((way) => ({ way, rounds: [] as Round[] }));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const { way, rounds: taken } of all) {
        await pool.query(`truncate ${way.table}, feeds`);
        taken.push(await run(pool, way, seconds));
      }
    }
    for (const { way, rounds: taken } of all) measured.push({ what: way.what, rounds: taken });
    return measured;
  } finally {
    await pool.end();
    await db.$client.end();
    await postgres.stop();
  }
};

async function run(pool: pg.Pool, way: Way, seconds: number): Promise<Round> {
  const insert =
    way.table === "live_events"
      ? "insert into live_events (id, event, data, at) values (gen_random_uuid(), 'bench', '{\"n\":1}', clock_timestamp())"
      : `insert into ${way.table} (data) values ('{"n":1}')`;
  const long = way.beside ? await pool.connect() : null;
  // A transaction that has written something holds xmin back until it ends.
  await long?.query("begin");
  await long?.query("create temporary table held (n int) on commit drop");
  const read = way.reader(pool);
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const until = performance.now() + seconds * 1_000;
  let writing = true;
  let seen = 0;
  const reading = (async () => {
    for (;;) {
      const rows = await read();
      const now = Date.now();
      for (const { at } of rows) latencies.push(now - at.getTime());
      seen += rows.length;
      if (rows.length === 0) {
        if (!writing) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  })();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < until)
        await pool.query({ name: `insert ${way.table}`, text: insert });
    }),
  );
  const duringWrites = seen;
  await long?.query("rollback");
  long?.release();
  writing = false;
  await reading;
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: duringWrites / seconds,
    cpuPerCall: (user + system) / Math.max(seen, 1),
    p50Ms: p50(latencies),
    p99Ms: p99(latencies),
  };
}
