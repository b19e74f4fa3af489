import pg from "pg";

/** What an empty server of ours needs before migrations: both roles and the database. Again changes nothing. */
export async function createDatabase(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: "mainstay-setup" });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ name: string }>(
      "select rolname as name from pg_roles union all select datname from pg_database",
    );
    const there = new Set(rows.map(({ name }) => name));
    const owner = there.has("mainstay_owner") ? "alter" : "create";
    await admin.query(`${owner} role mainstay_owner login createrole`);
    const app = there.has("mainstay_app") ? "alter" : "create";
    await admin.query(`${app} role mainstay_app login`);
    if (!there.has("mainstay")) await admin.query("create database mainstay owner mainstay_owner");
  } finally {
    await admin.end();
  }
}
