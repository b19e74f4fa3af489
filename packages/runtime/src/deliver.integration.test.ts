import { deliver } from "@mainstay/contracts";
import { notify, paragraph, type SendAnswer, template } from "@mainstay/core";
import { deliverWith } from "@mainstay/core/platform/notifications/deliver";
import { hashTelegramCode } from "@mainstay/core/platform/notifications/link-telegram";
import { takeTelegramUpdate } from "@mainstay/core/platform/notifications/take-telegram-update";
import { platformTemplates } from "@mainstay/core/platform/notifications/telegram-notices";
import {
  type Db,
  deliveries,
  deliveryAttempts,
  outbox,
  pushSubscriptions,
  suppressedAddresses,
  telegramCodes,
  telegramLinks,
  transaction,
} from "@mainstay/db";
import {
  type FakeAnswer,
  fakePush,
  fakeTelegram,
  reachable,
  silence,
  telegramError,
  testDatabase,
  testProcess,
} from "@mainstay/testing";
import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { startJobWorker } from "./job-worker.ts";
import { createPushKeys } from "./push/push-keys.ts";
import { createWebPush } from "./push/web-push.ts";
import { createTelegramBot } from "./telegram/telegram-bot.ts";

const words = ({ text }: { text: string }) => ({ subject: "Order", blocks: [paragraph(text)] });
const everywhere = {
  channels: ["email", "telegram", "push"],
  data: z.object({ text: z.string() }),
  example: { text: "example" },
  en: words,
  ru: words,
} as const;
const order = template("test.order", { kind: "operations", ...everywhere });
const alarm = template("test.alarm", { kind: "security", ...everywhere });
const gossip = template("test.gossip", { kind: "news", ...everywhere });
const jobs = { deliver: { ...deliver, backoff: { type: "fixed", ms: 20 } as const } };
const soon = { timeout: 15_000, interval: 20 };

/** Mail lands in the inbox, Telegram and push at fakes; `start` lets a worker deliver. */
async function stage() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const telegram = stack.use(await fakeTelegram());
  const push = stack.use(await fakePush());
  const process = stack.use(await testProcess(database));
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_NAME: botName, TELEGRAM_URL: url } = telegram.env;
  const services = {
    ...process.services,
    telegram: createTelegramBot({ token, botName, url, timeoutMs: 500 }),
    webPush: createWebPush({
      ...createPushKeys(),
      contact: "mailto:post@mainstay.test",
      timeoutMs: 500,
      via: push.url,
    }),
  };
  const person = await reachable(services);
  return {
    database,
    db: database.db,
    telegram,
    push,
    services,
    ...person,
    promise: (what: typeof order | typeof alarm | typeof gossip) =>
      transaction(database.db, (tx) => notify(services, tx, person.to, what, { text: "hello" })),
    /** Somebody writes to the bot. */
    write: (text: string, id: number) =>
      transaction(database.db, (tx) =>
        takeTelegramUpdate(
          { ...services, db: tx },
          { update_id: 1, message: { chat: { id, type: "private" }, text } },
        ),
      ),
    async start() {
      const worker = await startJobWorker({
        services,
        queues: process.queues,
        jobs,
        handlers: { deliver: deliverWith([order, alarm, gossip, ...platformTemplates]) },
        relay: { pollMs: 50 },
      });
      stack.defer(() => worker.stop({ finishMs: 5_000 }));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const by = async (db: Db, channel: "email" | "telegram" | "push") => {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.channel, channel));
  if (!row) return null;
  const attempts = await db
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, row.id))
    .orderBy(asc(deliveryAttempts.number));
  return { ...row, attempts: attempts.map(({ outcome, answer }) => `${outcome} ${answer}`) };
};
const channelsOf = async (db: Db) =>
  (await db.select().from(deliveries))
    .map(({ channel, state }) => `${channel} ${state}`)
    .toSorted();

describe("a notification", () => {
  it("reaches its reader by every way, once each", async () => {
    await using at = await stage();
    await at.start();
    await at.promise(order);
    await expect
      .poll(() => channelsOf(at.db), soon)
      .toEqual(["email sent", "push sent", "telegram sent"]);
    expect(at.telegram.messages).toMatchObject([
      { chat_id: "77", text: "<b>Order</b>\n\nhello", parse_mode: "HTML" },
    ]);
    const [pushed] = at.push.pushed;
    const { id } = (await by(at.db, "push")) ?? {};
    expect(at.browser.read(pushed?.body ?? Buffer.of())).toMatchObject({
      title: "Order",
      body: "hello",
      tag: id,
    });
    expect(pushed?.headers).toMatchObject({ ttl: "86400", urgency: "normal" });
    expect(await by(at.db, "telegram")).toMatchObject({ reference: "1", sealed: null });
    expect(JSON.stringify(await at.db.select().from(deliveries))).not.toMatch(/hello|anna-/);
  });

  it("of security comes by mail whatever was chosen, and news only to who asked for them", async () => {
    await using at = await stage();
    await at.database.admin(`
      insert into notification_preferences (account_id, kind, channel, enabled, changed_at) values
        ('${at.account.id}', 'security', 'email', false, now()),
        ('${at.account.id}', 'security', 'telegram', false, now()),
        ('${at.account.id}', 'news', 'push', true, now())`);
    await at.promise(alarm);
    expect(await channelsOf(at.db)).toEqual(["email waiting", "push waiting"]);
    await at.database.admin("delete from deliveries");
    await at.promise(gossip);
    expect(await channelsOf(at.db)).toEqual(["push waiting"]);
    await at.database.admin("delete from deliveries");
    await at.promise(order);
    expect(await channelsOf(at.db)).toEqual(["email waiting", "push waiting", "telegram waiting"]);
  });

  it("is withheld from an address that mail came back from, unless it is of security", async () => {
    await using at = await stage();
    await at.promise(order);
    const { addressHash = Buffer.of() } = (await by(at.db, "email")) ?? {};
    await at.db
      .insert(suppressedAddresses)
      .values({ addressHash, problem: "550 5.1.1", at: new Date() });
    await at.database.admin("delete from deliveries");
    await at.promise(order);
    expect(await by(at.db, "email")).toMatchObject({
      state: "withheld",
      problem: "suppressed: 550 5.1.1",
      sealed: null,
    });
    await at.database.admin("delete from deliveries");
    await at.promise(alarm);
    expect(await by(at.db, "email")).toMatchObject({ state: "waiting" });
  });

  it("is not sent to a browser that unsubscribed meanwhile", async () => {
    await using at = await stage();
    await at.promise(order);
    await at.db.delete(pushSubscriptions);
    await at.start();
    await expect
      .poll(() => by(at.db, "push"), soon)
      .toMatchObject({ state: "withheld", problem: "unsubscribed", attempts: [] });
    expect(at.push.pushed).toEqual([]);
  });

  it("is not sent to a push service that was taken off the list since", async () => {
    await using at = await stage();
    await at.promise(order);
    await at.database.admin(`
      insert into settings (key, value, changed_at, changed_by)
      values ('platform.push_hosts', '["fcm.googleapis.com"]', now(), 'test')`);
    await at.start();
    await expect
      .poll(() => by(at.db, "push"), soon)
      .toMatchObject({ state: "withheld", problem: "host_refused", attempts: [] });
    expect(at.push.pushed).toEqual([]);
    expect(await at.db.$count(pushSubscriptions)).toBe(1);
  });
});

describe("Telegram", () => {
  it.each(["delete from telegram_links", "update telegram_links set chat_id = '78'"])(
    "is not told what was promised to a chat that is the account's no more: %s",
    async (change) => {
      await using at = await stage();
      await at.promise(alarm);
      await at.database.admin(change);
      await at.start();
      await expect
        .poll(() => by(at.db, "telegram"), soon)
        .toMatchObject({ state: "withheld", problem: "unlinked", sealed: null, attempts: [] });
      expect(at.telegram.messages).toEqual([]);
    },
  );

  it("is not told again after the chat was left while an attempt ran", async () => {
    await using at = await stage();
    at.telegram.verdict = ({ chat_id }) => (chat_id === "77" ? silence : "taken");
    await at.promise(alarm);
    await at.start();
    await expect.poll(() => at.telegram.messages.length, soon).toBe(1);
    await at.database.admin("delete from telegram_links");
    await expect
      .poll(() => by(at.db, "telegram"), soon)
      .toMatchObject({ state: "withheld", problem: "unlinked", attempts: ["unknown ETIMEDOUT"] });
    expect(at.telegram.messages).toHaveLength(1);
  });

  it("is told that a chat was linked, and that it was left", async () => {
    await using at = await stage();
    await at.start();
    await at.db.insert(telegramCodes).values({
      accountId: at.account.id,
      hash: hashTelegramCode("code"),
      expiresAt: new Date(Date.now() + 60_000),
    });
    await at.write("/start code", 78);
    await expect.poll(() => at.telegram.messages.length, soon).toBe(1);
    await at.write("/stop", 78);
    await expect.poll(() => at.telegram.messages.length, soon).toBe(2);
    expect(at.telegram.messages.map(({ chat_id }) => chat_id)).toEqual(["78", "78"]);
  });

  it.each<[string, FakeAnswer, SendAnswer["outcome"], string]>([
    ["breaks off", { body: '{"ok":true,', ending: "cut" }, "unknown", "UND_ERR_SOCKET"],
    ["stops", { body: '{"ok":true,', ending: "held" }, "unknown", "ETIMEDOUT"],
    ["is no JSON", { body: "<html>" }, "unknown", "200"],
    ["is JSON of something else", { body: "{}" }, "unknown", "200"],
    ["is a gateway's page", { status: 504, body: "<html>" }, "unknown", "504"],
    ["is a wall's page", { status: 403, body: "<html>" }, "delayed", "403"],
    ["is an outage of its own", telegramError(500, "Internal Server Error"), "delayed", "500"],
  ])("whose answer %s", async (_, said, outcome, answer) => {
    await using telegram = await fakeTelegram();
    telegram.verdict = () => said;
    const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_URL: url } = telegram.env;
    const bot = createTelegramBot({ token, botName: "fake_bot", url, timeoutMs: 300 });
    const sending = bot.send({ chatId: "7", html: "x" }, new AbortController().signal);
    expect(await sending).toMatchObject({ outcome, answer });
  });

  it.each<FakeAnswer>([
    { body: '{"ok":true,', ending: "cut" },
    { body: '{"ok":true,', ending: "held" },
    { status: 504, body: "<html>" },
  ])("that may have taken a message is not told it twice: %j", async (said) => {
    await using at = await stage();
    at.telegram.verdict = () => said;
    await at.start();
    await at.promise(order);
    await expect
      .poll(() => by(at.db, "telegram"), soon)
      .toMatchObject({ state: "failed", problem: "unknown_outcome" });
    expect(at.telegram.messages).toHaveLength(1);
  });

  it("that says when to come again is waited for as long as it says", async () => {
    await using at = await stage();
    at.telegram.verdict = () =>
      at.telegram.messages.length === 1
        ? telegramError(429, "Too Many Requests: retry after 900", { retry_after: 900 })
        : "taken";
    await at.promise(order);
    await at.start();
    await expect
      .poll(() => by(at.db, "telegram"), soon)
      .toMatchObject({ state: "waiting", attempts: ["delayed 429"] });
    const [next] = await at.db.select().from(outbox).where(eq(outbox.state, "pending"));
    const waits = (next?.runAt.getTime() ?? 0) - Date.now();
    expect(waits).toBeGreaterThan(890_000);
    expect(waits).toBeLessThanOrEqual(900_000);
    await at.database.admin("update outbox set run_at = now() where state = 'pending'");
    await expect
      .poll(() => by(at.db, "telegram"), soon)
      .toMatchObject({ state: "sent", attempts: ["delayed 429", "accepted 200"] });
  });

  it.each([
    [403, "Forbidden: bot was blocked by the user", 0],
    [400, "Bad Request: chat not found", 0],
    [400, "Bad Request: can't parse entities", 1],
  ])("that answers %i %s leaves %i link", async (code, description, links) => {
    await using at = await stage();
    at.telegram.verdict = () => telegramError(code, description);
    await at.promise(order);
    await at.start();
    await expect
      .poll(() => by(at.db, "telegram"), soon)
      .toMatchObject({ state: "failed", problem: String(code), sealed: null });
    expect(await at.db.$count(telegramLinks)).toBe(links);
    expect(at.telegram.messages).toHaveLength(1);
  });

  it("that is silent is asked again for security, and not for anything else", async () => {
    await using at = await stage();
    at.telegram.verdict = () => (at.telegram.messages.length === 1 ? silence : "taken");
    await at.start();
    await at.promise(order);
    await expect
      .poll(() => by(at.db, "telegram"), soon)
      .toMatchObject({ state: "failed", problem: "unknown_outcome" });
    expect((await by(at.db, "telegram"))?.attempts).toEqual(["unknown ETIMEDOUT"]);
    await at.database.admin("delete from deliveries");
    at.telegram.messages.length = 0;
    await at.promise(alarm);
    await expect
      .poll(() => by(at.db, "telegram"), soon)
      .toMatchObject({ state: "sent", attempts: ["unknown ETIMEDOUT", "accepted 200"] });
  });

  it("that cannot be reached was told nothing, so it is asked again for everything", async () => {
    const gone = await fakeTelegram();
    await gone[Symbol.asyncDispose]();
    const url = gone.env.TELEGRAM_URL;
    const bot = createTelegramBot({ token: "1:x", botName: "fake_bot", url });
    const sending = bot.send({ chatId: "7", html: "x" }, new AbortController().signal);
    expect(await sending).toEqual({
      outcome: "delayed",
      answer: "ECONNREFUSED",
      retryAfterSeconds: null,
    });
  });
});

describe("a push service", () => {
  it.each([
    [404, "failed", 0],
    [410, "failed", 0],
    [413, "failed", 1],
    [307, "failed", 1],
  ])("that answers %i ends it as %s and leaves %i subscription", async (status, state, left) => {
    await using at = await stage();
    const headers = { location: "http://169.254.169.254/latest/meta-data" };
    at.push.verdict = () => ({ status, headers });
    await at.promise(order);
    await at.start();
    await expect
      .poll(() => by(at.db, "push"), soon)
      .toMatchObject({ state, problem: String(status), attempts: [`refused ${status}`] });
    expect(await at.db.$count(pushSubscriptions)).toBe(left);
  });

  it("that says when to come again is waited for", async () => {
    await using at = await stage();
    at.push.verdict = () => ({ status: 429, headers: { "retry-after": "300" } });
    await at.promise(order);
    await at.start();
    await expect
      .poll(() => by(at.db, "push"), soon)
      .toMatchObject({ state: "waiting", attempts: ["delayed 429"] });
    const [next] = await at.db.select().from(outbox).where(eq(outbox.state, "pending"));
    expect((next?.runAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(290_000);
  });

  it("is not asked for a browser whose keys are none", async () => {
    await using at = await stage();
    const to = {
      endpoint: at.browser.endpoint,
      keys: { p256dh: Buffer.alloc(65, 4).toString("base64url"), auth: at.browser.keys.auth },
    };
    const message = { to, payload: "{}", topic: "t", urgent: false };
    const sending = at.services.webPush.send(message, new AbortController().signal);
    expect(await sending).toEqual({ outcome: "refused", answer: "keys", gone: true });
    expect(at.push.pushed).toEqual([]);
  });
});
