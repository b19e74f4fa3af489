import { seedReference } from "@mainstay/core";
import { migrate as migrateTables } from "@mainstay/db";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";

/** BullMQ's tables live apart, in their own schema, and are its own business. */
export const queueSchema = "bullmq";

/** Brings a database to this version, queues and reference data included; the URL is the owner's. */
export const migrate = (ownerUrl: string): Promise<void> =>
  migrateTables(ownerUrl, async (client) => {
    await migrateQueues(client);
    await drizzle(client).transaction((tx) => seedReference(tx, new Date()));
  });

async function migrateQueues(client: pg.Client): Promise<void> {
  const { runMigrations } = await import("bullmq");
  await runMigrations(client, queueSchema);
  // Bulk adds go through temporary tables.
  await client.query(`
    grant usage, create on schema ${queueSchema} to mainstay_app;
    grant select, insert, update, delete on all tables in schema ${queueSchema} to mainstay_app;
    do $$ declare made record; begin
      -- Queues make sequences while they run: those are the application's own, and not ours to grant.
      for made in select oid::regclass as name from pg_class
        where relnamespace = '${queueSchema}'::regnamespace and relkind = 'S'
          and pg_get_userbyid(relowner) = current_user loop
        execute format('grant usage on sequence %s to mainstay_app', made.name);
      end loop;
    end $$;
    do $$ begin execute format('grant temporary on database %I to mainstay_app', current_database()); end $$;
  `);
}
