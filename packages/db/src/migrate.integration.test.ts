import { testDatabase } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { migrate, migrationsAreCurrent } from "./migrate.ts";

describe("migrate()", () => {
  it("run by several at once, and again, leaves one current database", async () => {
    await using database = await testDatabase();
    await Promise.all([1, 2, 3].map(() => migrate(database.ownerUrl)));
    expect(await migrationsAreCurrent(database.db)).toBe(true);
  });

  it("is missed while the newest migration has not run", async () => {
    await using database = await testDatabase();
    await database.admin(
      "delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)",
    );
    expect(await migrationsAreCurrent(database.db)).toBe(false);
  });

  it("grants the application exactly what each table is for", async () => {
    await using database = await testDatabase();
    const { rows } = await database.db.execute<{ table: string; rights: string }>(sql`
      select table_name as table, string_agg(distinct lower(privilege_type), ' ' order by lower(privilege_type)) as rights
        from information_schema.role_table_grants
       where grantee = 'mainstay_app' and table_schema = 'public' group by 1 order by 1`);
    const all = "delete insert select update";
    expect(Object.fromEntries(rows.map(({ table, rights }) => [table, rights]))).toEqual({
      accounts: "insert select update",
      api_keys: "insert select update",
      audit_rows: "insert select",
      audit_seals: "insert select",
      banks: "insert select update",
      client_errors: all,
      countries: "insert select update",
      currencies: "insert select update",
      deliveries: all,
      delivery_attempts: all,
      devices: all,
      email_changes: all,
      factor_resets: "insert select update",
      feed_readers: "insert select update",
      feeds: "insert select update",
      files: all,
      fraud_entries: "insert select update",
      fraud_flags: "insert select",
      grants: all,
      guesses: all,
      idempotency_answers: all,
      inbox_mails: "delete insert select",
      ledger_accounts: "select",
      ledger_adjustments: "insert select update",
      ledger_entries: "select",
      ledger_hold_expiries: "select",
      ledger_reconciliations: "delete insert select",
      ledger_tails: "select",
      ledger_transfers: "select",
      live_events: "delete insert select",
      login_history: "delete insert select",
      mailed_tokens: all,
      merchants: "insert select update",
      movements: "insert select update",
      networks: "insert select update",
      notification_preferences: all,
      order_events: "insert select",
      order_looks: all,
      order_proofs: "insert select",
      outbox: all,
      password_history: "delete insert select",
      pay_ins: "insert select update",
      pay_out_offers: "insert select update",
      pay_outs: "insert select update",
      payment_sessions: "insert select update",
      payment_events: "delete insert select",
      payment_methods: "insert select update",
      push_subscriptions: all,
      rate_limits: all,
      rate_uses: "insert select",
      rates: "insert select",
      recovery_codes: all,
      refresh_tokens: all,
      requisite_days: all,
      requisite_slots: all,
      requisites: "insert select update",
      sessions: all,
      settings: all,
      sign_in_challenges: all,
      sign_ups: all,
      signing_keys: all,
      store_terms: all,
      store_traders: all,
      stores: "insert select update",
      suppressed_addresses: all,
      teams: "insert select update",
      telegram_codes: all,
      telegram_links: all,
      totp_factors: all,
      trader_turns: all,
      traders: "insert select update",
      webhook_attempts: "insert select",
      webhook_deliveries: "insert select update",
      webhook_endpoints: "insert select update",
    });
  });
});
