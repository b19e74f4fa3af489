import { call, runCli, testApi, testDatabase } from "@mainstay/testing";
import { expect, it } from "vitest";
import { demoPassword, demoPeople } from "./people.ts";

it("gives development somebody in every role, who can sign in at once", async () => {
  await using database = await testDatabase();
  const first = await runCli(["seed"], { on: database });
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out).toContain(`${demoPeople.length} people, password ${demoPassword}`);
  expect((await runCli(["seed"], { on: database })).out).toContain("all there");
  await using api = await testApi(database);
  for (const { email, audience, role } of demoPeople) {
    const input = { email, password: demoPassword, audience };
    const { data, error } = await call(api.url, "identity.auth.signIn", input);
    expect({ role, error }).toEqual({ role, error: null });
    expect(data).toMatchObject({ kind: "session", limitedTo: null, account: { email } });
  }
});

it("gives nothing else anybody", async () => {
  await using database = await testDatabase();
  const secret = Buffer.alloc(32, 7).toString("base64");
  const { code, out, err } = await runCli(["seed"], {
    on: database,
    env: {
      MODE: "sandbox",
      APP_SECRET: secret,
      ENCRYPTION_KEYS: `one:${secret}`,
      PUBLIC_URL: "http://api.example.com",
      APP_URL: "http://app.example.com",
      PAY_URL: "http://pay.example.com",
      CORS_ORIGINS: "http://app.example.com",
      SMTP_URL: "smtp://mail.example.com",
      MAIL_FROM: "Mainstay <mail@example.com>",
      FILES_DIR: "/srv/mainstay/files",
    },
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("all there");
  const { rows } = await database.db.$client.query("select from accounts");
  expect(rows).toEqual([]);
});
