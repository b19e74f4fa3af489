import { webhookLoopback } from "@mainstay/contracts";
import { createDb, type Db, migrationsAreCurrent } from "@mainstay/db";
import { type Env, queueSchema, usesEmbeddedPostgres } from "@mainstay/runtime";
import { shownUrl } from "../redis-state.ts";
import { fail, type Finding, off, ok, warn, why } from "./finding.ts";

const oldestPostgres = 15;
const skewMs = 2_000;

/** Both roles, and what each may and must not. */
export async function* database(env: Env): AsyncGenerator<Finding> {
  yield* await as("Application", env.DATABASE_URL, env, (db) => application(db, env));
  if (env.DATABASE_OWNER_URL) yield* await as("Owner", env.DATABASE_OWNER_URL, env, owner);
  else yield off("Owner", "DATABASE_OWNER_URL is not set here: migrations run elsewhere");
}

async function as(
  about: string,
  url: string,
  env: Env,
  look: (db: Db) => Promise<Finding[]>,
): Promise<Finding[]> {
  const db = createDb({ url, name: "doctor", max: 1 });
  try {
    await db.$client.query("select 1");
    return await look(db);
  } catch (error) {
    const refused = (error as { code?: string }).code === "ECONNREFUSED";
    if (refused && usesEmbeddedPostgres(env))
      return [off(about, "the database is not running: pnpm dev runs it")];
    return [
      fail(
        about,
        `${shownUrl(url)}: ${why(error)}`,
        "Check that it runs, and the URL's role and password.",
      ),
    ];
  } finally {
    await db.$client.end();
  }
}

async function application(db: Db, env: Env): Promise<Finding[]> {
  const general = [await version(db), await clock(db), ...(await tables(db))];
  if (env.MODE !== "production" || !(await migrationsAreCurrent(db))) return general;
  return [...general, ...(await loopback(db)), ...(await sandbox(db))];
}

/** Production pays no heed to it, and whoever set it there should know. */
async function loopback(db: Db): Promise<Finding[]> {
  const { rows } = await db.$client.query<{ value: unknown }>(
    "select value from settings where key = $1",
    [webhookLoopback.setting],
  );
  if (rows[0]?.value !== true) return [];
  const told = `${webhookLoopback.setting} is set, which is for development`;
  return [fail("Webhooks", told, "Set it to false.")];
}

/** Its balances and orders are play: whoever went on with them would pay out what nobody has paid in. */
async function sandbox(db: Db): Promise<Finding[]> {
  const { rows } = await db.$client.query<{ played: number }>(
    "select count(*)::int as played from traders where sandbox_merchant_id is not null",
  );
  const played = rows[0]?.played ?? 0;
  if (played === 0) return [];
  const told = `the database holds ${played} ${played === 1 ? "trader" : "traders"} of merchants' sandboxes`;
  const todo =
    "It is a sandbox's database: do not use it in production, and begin with an empty one.";
  return [fail("Sandbox", told, todo)];
}

async function version(db: Db): Promise<Finding> {
  const { rows } = await db.$client.query<{ number: string; name: string }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as name",
  );
  const told = `Postgres ${rows[0]?.name} answers`;
  if (Number(rows[0]?.number) >= oldestPostgres * 10_000) return ok("Database", told);
  return fail("Database", told, `Mainstay needs Postgres ${oldestPostgres} or newer.`);
}

async function clock(db: Db): Promise<Finding> {
  const before = Date.now();
  const { rows } = await db.$client.query<{ now: Date }>("select clock_timestamp() as now");
  const here = (before + Date.now()) / 2;
  const skew = Math.round((rows[0]?.now.getTime() ?? 0) - here);
  const told = `${Math.abs(skew)} ms between this machine and the database`;
  if (Math.abs(skew) < skewMs) return ok("Clock", told);
  return warn("Clock", told, "Synchronise both (NTP): what expires would do so early or late.");
}

async function tables(db: Db): Promise<Finding[]> {
  const { rows } = await db.$client.query<{ there: boolean; queues: string }>(
    `select to_regclass('public.audit_rows') is not null as there,
            (select count(*) from pg_tables where schemaname = $1) as queues`,
    [queueSchema],
  );
  const todo = "Run: pnpm mainstay migrate";
  if (!rows[0]?.there) return [fail("Migrations", "the database is empty", todo)];
  const current = await migrationsAreCurrent(db);
  return [
    current
      ? ok("Migrations", "current")
      : fail("Migrations", "the database is older than this version", todo),
    Number(rows[0].queues) > 0
      ? ok("Queue tables", `there, in schema ${queueSchema}`)
      : fail("Queue tables", `schema ${queueSchema} is empty`, todo),
    await rights(db),
  ];
}

async function rights(db: Db): Promise<Finding> {
  const about = "Application";
  const { rows } = await db.$client.query<{
    role: string;
    super: boolean;
    works: boolean;
    overwrites: boolean;
  }>(
    `select current_user as role, rolsuper as super,
            has_table_privilege('audit_rows', 'insert') and has_table_privilege('outbox', 'update') as works,
            has_table_privilege('audit_rows', 'update') or has_table_privilege('audit_rows', 'delete') as overwrites
       from pg_roles where rolname = current_user`,
  );
  const [found] = rows;
  const asRole = `connects as ${found?.role}`;
  const todo = "Let DATABASE_URL name mainstay_app, or a role that is in it and in nothing else.";
  if (!found?.works) return fail(about, `${asRole}, which may not write`, todo);
  if (found.super) return fail(about, `${asRole}, a superuser, whom no rule holds`, todo);
  if (found.overwrites) return fail(about, `${asRole}, which could rewrite the audit`, todo);
  return ok(about, `${asRole}, which cannot rewrite the audit`);
}

async function owner(db: Db): Promise<Finding[]> {
  const { rows } = await db.$client.query<{ role: string; creates: boolean; owns: boolean }>(
    `select current_user as role,
            has_database_privilege(current_database(), 'create') as creates,
            coalesce((select pg_has_role(tableowner, 'usage') from pg_tables
                       where schemaname = 'public' and tablename = 'audit_rows'), true) as owns`,
  );
  const [found] = rows;
  const told = `connects as ${found?.role}`;
  if (found?.creates && found.owns) return [ok("Owner", `${told}, which may migrate`)];
  const todo = "Let DATABASE_OWNER_URL name the role that owns the database and its tables.";
  return [fail("Owner", `${told}, which may not migrate`, todo)];
}
