import { createServer, observeCalls } from "@mainstay/api";
import { telegramSecret } from "@mainstay/core";
import {
  createErrorReport,
  createLogger,
  createMetrics,
  createServices,
  type ProcessServices,
} from "@mainstay/runtime";
import { createPushKeys } from "@mainstay/runtime/push-keys";
import { createWorker, product } from "@mainstay/worker";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it, vi } from "vitest";
import { testAccount, testSession } from "./accounts.ts";
import { call, type Called, testEnv } from "./api.ts";
import { type TestDatabase, testDatabase } from "./database.ts";
import { testBrowser } from "./fake-push.ts";
import { type FakeTelegram, fakeTelegram } from "./fake-telegram.ts";
import { queueBackends } from "./worker.ts";

const password = "planted horse 451 battery";
const newPassword = "planted mule 452 battery";
const lastPassword = "planted donkey 453 battery";
const email = "planted@example.com";
const merchant = { kind: "merchant", id: crypto.randomUUID() } as const;

const pair = createPushKeys();
const vapid = { VAPID_PUBLIC_KEY: pair.publicKey, VAPID_PRIVATE_KEY: pair.privateKey };

/** Fields of answers that are credentials, wherever they stand. */
const credentialFields = new Set([
  "accessToken",
  "refreshToken",
  "device",
  "challenge",
  "secret",
  "uri",
  "recoveryCodes",
  "key",
  "ticket",
]);

describe.each(queueBackends())("on $name", ({ name, redisUrl }) => {
  it(
    "no password, token, code or key is found in logs, database or addresses",
    { timeout: 120_000 },
    async () => {
      await using database = await testDatabase();
      const lines: string[] = [];
      await using telegram = await fakeTelegram();
      const env = testEnv(database, {
        LOG_LEVEL: "debug",
        redis: redisUrl !== null,
        ...telegram.env,
        ...vapid,
      });
      const log = createLogger(env, { name, to: { write: (line) => void lines.push(line) } });
      await using services = await createServices(env, { name, log });
      const metrics = createMetrics({ name, version: "0", db: services.db });
      const reports = await createErrorReport(env, { name, log });
      const observe = observeCalls({ log, metrics, reports });
      await using server = createServer({ env, services, observe });
      await using _worker = await createWorker({ env, services, ...product });
      const url = await server.listen();
      const secrets = new Set<string>([password, newPassword, lastPassword]);
      const addresses: string[] = [];

      await goTheWholeWay(url, services, database, secrets, addresses);
      await beReached(url, services, telegram, secrets);

      expect(secrets.size).toBeGreaterThan(20);
      expect(lines.length).toBeGreaterThan(30);
      const written = {
        log: lines.join(""),
        addresses: addresses.join("\n"),
        database: await allText(database),
      };
      for (const [where, text] of Object.entries(written)) {
        const found = [...secrets].filter((secret) => text.includes(secret));
        expect({ where, found }).toEqual({ where, found: [] });
      }
      // An address is personal: it has its places, and logs and audit are none.
      expect(written.log).not.toContain(email);
      expect(await textOf(database, "audit_rows")).not.toContain(email);
    },
  );
});

async function goTheWholeWay(
  url: string,
  services: ProcessServices,
  database: TestDatabase,
  secrets: Set<string>,
  addresses: string[],
): Promise<void> {
  const [origin = ""] = services.env.CORS_ORIGINS;
  const ask = async (
    procedure: string,
    input?: unknown,
    options: Parameters<typeof call>[3] = {},
  ): Promise<Called> => {
    const called = await call(url, `identity.${procedure}`, input, {
      ...options,
      headers: { origin, "sec-fetch-site": "same-site", ...options.headers },
    });
    collect(called.data, secrets);
    for (const cookie of called.headers.getSetCookie()) {
      const value = /^[^=]+=([^;]+)/.exec(cookie)?.[1];
      if (value) secrets.add(value);
    }
    return called;
  };
  const done = async (...args: Parameters<typeof ask>): Promise<Record<string, unknown>> => {
    const { data, error } = await ask(...args);
    expect({ procedure: args[0], error }).toEqual({ procedure: args[0], error: null });
    return (data ?? {}) as Record<string, unknown>;
  };
  /** The token of the newest mail whose link leads there. */
  const mailed = async (page: string, to = email): Promise<string> => {
    const link = new RegExp(`(http\\S*/${page})(\\S*)#token=([\\w-]+)`);
    const found = await vi.waitFor(
      async () => {
        const { rows } = await services.db.$client.query<{ text: string }>(
          `select text from inbox_mails where "to" = $1 order by id desc`,
          [to],
        );
        const match = rows.map(({ text }) => link.exec(text)).find((one) => one !== null);
        if (!match) throw new Error(`no mail with a link to ${page} yet`);
        return match;
      },
      { timeout: 20_000, interval: 50 },
    );
    const [, address = "", query = "", token = ""] = found;
    addresses.push(address + query);
    secrets.add(token);
    await database.admin(`delete from inbox_mails`);
    return token;
  };

  await done("auth.signUp", { email, password, name: "Planted" });
  const confirmed = await mailed("verify-email");
  await done("auth.verifyEmail", { token: confirmed, password });
  const door = { email, audience: "customer" };
  await ask("auth.signIn", { ...door, password: newPassword });
  const first = await done("auth.signIn", { ...door, password });
  const as = String(first["accessToken"]);
  await done("auth.refresh", { refreshToken: first["refreshToken"] });
  await ask("auth.refresh", { refreshToken: "planted-refresh-token-that-is-none" });
  secrets.add("planted-refresh-token-that-is-none");

  const enrolled = await done("totp.enroll", { password }, { as });
  const totp = new TOTP({ secret: Secret.fromBase32(String(enrolled["secret"])) });
  const code = (): string => {
    const text = totp.generate();
    return text;
  };
  const { recoveryCodes } = await done("totp.confirm", { code: code() }, { as });
  const [one = "", two = ""] = recoveryCodes as string[];

  // Without the device, so that a code is asked for.
  const asked = await done("auth.signIn", { ...door, password });
  const { challenge } = asked;
  await ask("auth.secondFactor", { challenge, code: "000000" });
  const second = await done("auth.secondFactor", { challenge, code: one, trustDevice: true });
  await done("auth.signIn", { ...door, password, device: second["device"] ?? undefined });

  await done("password.forgot", { email });
  await done("password.reset", { token: await mailed("reset-password"), password: newPassword });
  const again = await done("auth.signIn", { ...door, password: newPassword });
  const third = await done("auth.secondFactor", { challenge: again["challenge"], code: two });
  const now = String(third["accessToken"]);
  await done(
    "password.change",
    { oldPassword: newPassword, newPassword: lastPassword },
    { as: now },
  );
  await done("profile.export", { password: lastPassword }, { as: now });
  await done(
    "profile.changeEmail",
    { email: "other-planted@example.com", password: lastPassword },
    { as: now },
  );
  await done("profile.confirmEmail", { token: await mailed("confirm-email") });
  const ticket = await call(url, "platform.system.liveTicket", undefined, { as: now });
  collect(ticket.data, secrets);

  const owner = await testAccount(services, { grants: [{ role: "merchant", scope: merchant }] });
  const session = await testSession(services, owner, "merchant");
  collect(session, secrets);
  const key = { scope: merchant, name: "Shop", permissions: ["identity.api_keys.read"] };
  const created = await done("apiKeys.create", key, { as: session.accessToken, key: "planted-1" });
  await done("apiKeys.list", { scope: merchant }, { as: String(created["key"]), by: "query" });
  await ask("apiKeys.list", { scope: merchant }, { as: `${String(created["key"])}x`, by: "query" });
  await done("auth.signOut", undefined, { as: now });
}

/** A chat and a browser of somebody to whom nothing happens afterwards: nothing is pushed to the browser. */
async function beReached(
  url: string,
  services: ProcessServices,
  telegram: FakeTelegram,
  secrets: Set<string>,
): Promise<void> {
  const account = await testAccount(services);
  const { accessToken: as } = await testSession(services, account, "customer");
  secrets.add(as).add(telegram.env.TELEGRAM_BOT_TOKEN).add(vapid.VAPID_PRIVATE_KEY);
  const invited = await call(url, "platform.notifications.linkTelegram", undefined, { as });
  const [, code = ""] = /start=([\w-]+)$/.exec((invited.data as { url: string }).url) ?? [];
  const secret = telegramSecret(services.sealer);
  secrets.add(code).add(secret);
  const message = { chat: { id: 77, type: "private" }, text: `/start ${code}` };
  const started = await fetch(`${url}/telegram/updates`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
    body: JSON.stringify({ update_id: 1, message }),
  });
  expect(started.status).toBe(200);
  await vi.waitFor(() => expect(telegram.messages).toHaveLength(1), { timeout: 20_000 });
  const { endpoint, keys } = testBrowser();
  const subscribed = await call(
    url,
    "platform.notifications.subscribePush",
    { endpoint, keys },
    { as, key: "planted-push" },
  );
  expect(subscribed.error).toBeNull();
  secrets.add(endpoint).add(keys.auth).add(keys.p256dh);
}

/** Every credential in an answer. */
function collect(value: unknown, into: Set<string>): void {
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value)) {
    if (!credentialFields.has(name)) collect(inner, into);
    else for (const text of [inner].flat()) if (typeof text === "string") into.add(text);
  }
}

/** All rows of all tables, but for the mails: they are where mail goes. */
async function allText(database: TestDatabase): Promise<string> {
  const { rows } = await database.db.$client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name <> 'inbox_mails'`,
  );
  const texts = await Promise.all(rows.map(({ name }) => textOf(database, name)));
  return texts.join("\n");
}

async function textOf({ db }: TestDatabase, table: string): Promise<string> {
  const { rows } = await db.$client.query<{ text: string | null }>(
    `select string_agg(t::text, E'\\n') as text from ${table} as t`,
  );
  return rows[0]?.text ?? "";
}
