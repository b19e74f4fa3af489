import { telegramSecret } from "@mainstay/core";
import { auditRows, deliveries, telegramCodes, telegramLinks } from "@mainstay/db";
import {
  call,
  fakeTelegram,
  runCli,
  testAccount,
  testApi,
  testDatabase,
  testEnv,
  testSession,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const header = "x-telegram-bot-api-secret-token";
let updates = 0;

async function stage(env?: Record<string, string>) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const telegram = stack.use(await fakeTelegram());
  const api = stack.use(await testApi(database, { env: testEnv(database, env ?? telegram.env) }));
  const { services } = api;
  const person = async () => {
    const account = await testAccount(services, { locale: "ru" });
    const { accessToken: as } = await testSession(services, account, "customer");
    const ask = (procedure: string) =>
      call(api.url, `platform.notifications.${procedure}`, undefined, { as });
    return { account, ask };
  };
  const post = (body: string, secret: string | null = telegramSecret(services.sealer)) =>
    fetch(`${api.url}/telegram/updates`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(secret === null ? {} : { [header]: secret }),
      },
      body,
    });
  const update = (text: string, chat: object) =>
    JSON.stringify({
      update_id: (updates += 1),
      message: {
        message_id: 1,
        chat: { type: "private", ...chat },
        from: { id: 5, is_bot: false, username: "anna", language_code: "ru" },
        text,
      },
    });
  return {
    database,
    db: database.db,
    telegram,
    person,
    post,
    write: async (text: string, chat: object = { id: 77 }) =>
      (await post(update(text, chat))).status,
    update,
    promised: async () =>
      (await database.db.select().from(deliveries).orderBy(deliveries.id)).map(
        ({ channel, template, locale }) => `${template} by ${channel} in ${locale}`,
      ),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
type Stage = Awaited<ReturnType<typeof stage>>;

/** A code as its link carries it. */
async function codeOf({ ask }: Awaited<ReturnType<Stage["person"]>>): Promise<string> {
  const { data, error } = await ask("linkTelegram");
  expect(error).toBeNull();
  const { url } = data as { url: string };
  const [, code = ""] = /^https:\/\/t\.me\/fake_bot\?start=([\w-]{43})$/.exec(url) ?? [];
  return code;
}

describe("a Telegram chat", () => {
  it("is linked by starting the bot with the code, and its owner is told, by mail too", async () => {
    await using at = await stage();
    const anna = await at.person();
    const code = await codeOf(anna);
    expect(await at.write(`/start ${code}`)).toBe(200);
    expect(await at.db.select().from(telegramLinks)).toMatchObject([
      { accountId: anna.account.id, chatId: "77", username: "anna" },
    ]);
    expect(await at.promised()).toEqual([
      "platform.telegram_linked by email in ru",
      "platform.telegram_linked by telegram in ru",
    ]);
    const audited = await at.db.select().from(auditRows);
    expect(audited.map(({ action }) => action)).toContain("platform.telegram.link");
    expect(JSON.stringify(audited)).not.toContain(code);
  });

  it("is linked once by a code, however many start with it at once", async () => {
    await using at = await stage();
    const code = await codeOf(await at.person());
    const chats = Array.from({ length: 8 }, (_, n) => n + 1);
    const answers = await Promise.all(chats.map((id) => at.write(`/start ${code}`, { id })));
    expect(answers).toEqual(chats.map(() => 200));
    expect(await at.db.$count(telegramLinks)).toBe(1);
    const promised = await at.promised();
    expect(promised.filter((each) => each.startsWith("platform.telegram_linked"))).toHaveLength(2);
    expect(promised.filter((each) => each.startsWith("platform.telegram_help"))).toHaveLength(7);
  });

  it("is not linked by a code that is made up, replaced by a newer one, or has run out", async () => {
    await using at = await stage();
    const anna = await at.person();
    const older = await codeOf(anna);
    const newer = await codeOf(anna);
    expect(await at.db.$count(telegramCodes)).toBe(1);
    await at.write(`/start ${older}`);
    await at.write(`/start ${"x".repeat(43)}`);
    await at.database.admin("update telegram_codes set expires_at = now() - interval '1 second'");
    await at.write(`/start ${newer}`);
    expect(await at.db.$count(telegramLinks)).toBe(0);
    // Helped once, and not again within the hour.
    expect(await at.promised()).toEqual(["platform.telegram_help by telegram in ru"]);
  });

  it("takes the place of the one before", async () => {
    await using at = await stage();
    const anna = await at.person();
    await at.write(`/start ${await codeOf(anna)}`, { id: 1 });
    await at.write(`/start ${await codeOf(anna)}`, { id: -(2 ** 40) });
    const links = await at.db.select().from(telegramLinks);
    expect(links.map(({ chatId }) => chatId)).toEqual([String(-(2 ** 40))]);
    const withheld = (await at.db.select().from(deliveries)).filter(
      ({ state }) => state === "withheld",
    );
    expect(withheld).toMatchObject([{ channel: "telegram", problem: "unlinked", sealed: null }]);
  });

  it("is left by /stop, from all accounts, and told so once", async () => {
    await using at = await stage();
    const both = [await at.person(), await at.person()];
    for (const each of both) await at.write(`/start ${await codeOf(each)}`);
    expect(await at.db.$count(telegramLinks)).toBe(2);
    await at.write("/stop");
    await at.write("/stop");
    expect(await at.db.$count(telegramLinks)).toBe(0);
    const told = (await at.promised()).filter((each) => each.includes("unlinked"));
    expect(told).toEqual(["platform.telegram_unlinked by telegram in ru"]);
  });

  it("is left from the account, too, and what waits for it is not sent", async () => {
    await using at = await stage();
    const anna = await at.person();
    await at.write(`/start ${await codeOf(anna)}`);
    const later = await codeOf(anna);
    expect((await anna.ask("unlinkTelegram")).error).toBeNull();
    expect(await at.db.$count(telegramLinks)).toBe(0);
    const states = (await at.db.select().from(deliveries)).map(
      ({ channel, state }) => `${channel} ${state}`,
    );
    expect(states.toSorted()).toEqual(["email waiting", "telegram withheld"]);
    await at.write(`/start ${later}`);
    expect(await at.db.$count(telegramLinks)).toBe(0);
  });

  it("that is not a person's own is not listened to, nor is anything we do not know", async () => {
    await using at = await stage();
    const code = await codeOf(await at.person());
    expect(await at.write(`/start ${code}`, { id: -5, type: "group" })).toBe(200);
    for (const body of ["{}", "[]", '{"update_id":1}', '{"update_id":1,"message":{"text":7}}']) {
      expect((await at.post(body)).status).toBe(200);
    }
    expect(await at.db.$count(telegramLinks)).toBe(0);
    expect(await at.promised()).toEqual([]);
  });
});

describe("updates", () => {
  it("are believed from Telegram alone", async () => {
    await using at = await stage();
    const code = await codeOf(await at.person());
    const update = at.update(`/start ${code}`, { id: 77 });
    for (const secret of [null, "", "wrong", `${"x".repeat(5_000)}`]) {
      expect((await at.post(update, secret)).status).toBe(403);
    }
    expect(await at.db.$count(telegramLinks)).toBe(0);
    expect((await at.post(JSON.stringify({ text: "x".repeat(70_000) }))).status).toBe(413);
  });

  it("are asked for again while the database is away", async () => {
    await using at = await stage();
    await at.database.admin("alter table telegram_links rename to gone");
    expect(await at.write("hello")).toBe(500);
    await at.database.admin("alter table gone rename to telegram_links");
    expect(await at.write("hello")).toBe(200);
    expect(await at.promised()).toEqual(["platform.telegram_help by telegram in ru"]);
  });

  it("have no address where there is no bot, and nobody can be linked", async () => {
    await using at = await stage({});
    expect(await at.write("/stop")).toBe(404);
    const { error } = await (await at.person()).ask("linkTelegram");
    expect(error?.reason).toBe("platform.telegram_off");
  });

  it("are brought where `telegram connect` says, with the secret that is asked for", async () => {
    await using at = await stage();
    const env = { ...at.telegram.env, PUBLIC_URL: "https://api.example.com/" };
    const ran = await runCli(["telegram", "connect"], { on: at.database, env });
    expect(ran).toMatchObject({ code: 0, err: "" });
    const [{ method, body } = { method: "", body: {} }] = at.telegram.calls;
    expect(method).toBe("setWebhook");
    expect(body).toMatchObject({ url: "https://api.example.com/telegram/updates" });
    const code = await codeOf(await at.person());
    const secret = String(body["secret_token"]);
    expect(secret).toMatch(/^[\w-]{1,256}$/);
    expect((await at.post(at.update(`/start ${code}`, { id: 7 }), secret)).status).toBe(200);
    expect(await at.db.$count(telegramLinks)).toBe(1);
    expect(ran.out).not.toContain(secret);
    const off = await runCli(["telegram", "connect"], { on: at.database });
    expect(off).toMatchObject({ code: 1, err: expect.stringContaining("TELEGRAM_BOT_TOKEN") });
  });
});

describe("push keys", () => {
  it("are printed as the environment takes them", async () => {
    const { code, out } = await runCli(["push", "keys"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^VAPID_PUBLIC_KEY=[\w-]{87}\nVAPID_PRIVATE_KEY=[\w-]{43}\n$/);
  });
});
