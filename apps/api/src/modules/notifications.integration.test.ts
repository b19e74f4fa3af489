import { deliveries, pushSubscriptions, telegramLinks, transaction } from "@mainstay/db";
import { newDeviceMail } from "@mainstay/core/identity/mail/new-device";
import { seenExample } from "@mainstay/core/identity/mail/seen";
import { notify } from "@mainstay/core";
import { sweepDeliveries } from "@mainstay/core/platform/notifications/sweep-deliveries";
import { createPushKeys } from "@mainstay/runtime/push-keys";
import {
  call,
  reachable,
  testAccount,
  testApi,
  testBrowser,
  testDatabase,
  testEnv,
  testKeys,
  testSession,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const keys = createPushKeys();
const someId = "0193a5b0-0000-7000-8000-000000000000";

async function stage(env: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(
    await testApi(database, {
      env: testEnv(database, {
        VAPID_PUBLIC_KEY: keys.publicKey,
        VAPID_PRIVATE_KEY: keys.privateKey,
        ...env,
      }),
    }),
  );
  const { services } = api;
  const person = await reachable(services);
  const { accessToken: as } = await testSession(services, person.account, "customer");
  const group =
    (name: string) =>
    (procedure: string, input?: unknown, who: string = as, by: "query" | "mutation" = "mutation") =>
      call(api.url, `platform.${name}.${procedure}`, input, {
        as: who,
        by,
        ...(by === "mutation" ? { key: crypto.randomUUID() } : {}),
      });
  return {
    database,
    db: database.db,
    services,
    ...person,
    as,
    ask: group("notifications"),
    look: async (procedure: string, input?: unknown, who?: string) =>
      group("notifications")(procedure, input, who, "query"),
    log: (procedure: string, input: unknown, who: string = testKeys.support) =>
      group("deliveries")(procedure, input, who, "mutation"),
    /** A procedure that asks for the password. */
    own: (procedure: string) =>
      call(api.url, `identity.${procedure}`, { password: person.account.password }, { as }),
    tell: () =>
      transaction(database.db, (tx) => notify(services, tx, person.to, newDeviceMail, seenExample)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("preferences", () => {
  it("show by which ways somebody is told what, without what opens them", async () => {
    await using at = await stage();
    const { data } = await at.look("preferences");
    expect(data).toMatchObject({
      channels: { email: true, telegram: { username: "anna" }, push: [{ name: "Browser" }] },
    });
    const { preferences } = data as { preferences: object[] };
    expect(preferences).toHaveLength(9);
    expect(preferences[0]).toEqual({
      kind: "security",
      channel: "email",
      enabled: true,
      fixed: true,
    });
    expect(preferences).toContainEqual({
      kind: "news",
      channel: "email",
      enabled: false,
      fixed: false,
    });
    expect(JSON.stringify(data)).not.toContain(at.browser.endpoint);
  });

  it("are kept, and obeyed by what is promised next", async () => {
    await using at = await stage();
    for (const channel of ["telegram", "push"]) {
      const { error } = await at.ask("setPreference", {
        kind: "security",
        channel,
        enabled: false,
      });
      expect(error).toBeNull();
    }
    await at.tell();
    expect((await at.db.select().from(deliveries)).map(({ channel }) => channel)).toEqual([
      "email",
    ]);
  });

  it("do not let security mail be turned off", async () => {
    await using at = await stage();
    const off = { kind: "security", channel: "email", enabled: false };
    const { error } = await at.ask("setPreference", off);
    expect(error).toMatchObject({
      reason: "platform.preference_fixed",
      details: { kind: "security", channel: "email" },
    });
    expect((await at.ask("setPreference", { ...off, enabled: true })).error).toBeNull();
  });

  it("set at the same time end as one of them", async () => {
    await using at = await stage();
    for (let round = 0; round < 5; round += 1) {
      const both = await Promise.all(
        [true, false].map((enabled) =>
          at.ask("setPreference", { kind: "news", channel: "push", enabled }),
        ),
      );
      expect(both.map(({ error }) => error)).toEqual([null, null]);
    }
    const { rows } = await at.db.$client.query("select 1 from notification_preferences");
    expect(rows).toHaveLength(1);
  });

  it("are one's own: a key has none", async () => {
    await using at = await stage();
    const { error } = await at.look("preferences", undefined, testKeys.admin);
    expect(error?.reason).toBe("request.account_needed");
  });
});

describe("web push", () => {
  it("is subscribed to with the key, sealed, and again without a second row", async () => {
    await using at = await stage();
    expect((await at.look("pushKey")).data).toEqual({ key: keys.publicKey });
    const { endpoint, keys: own } = testBrowser();
    const first = await at.ask("subscribePush", { endpoint, keys: own, name: "Laptop" });
    expect(first.data).toMatchObject({ name: "Laptop" });
    const again = await at.ask("subscribePush", { endpoint, keys: own });
    expect(again.data).toMatchObject({ id: (first.data as { id: string }).id, name: "Browser" });
    expect(await at.db.$count(pushSubscriptions)).toBe(2);
    const { rows } = await at.db.$client.query<{ text: string }>(
      "select string_agg(p::text, '') || (select string_agg(a::text, '') from audit_rows a) as text from push_subscriptions p",
    );
    expect(rows[0]?.text).not.toContain(endpoint);
    expect(rows[0]?.text).not.toContain(own.auth);
  });

  it("moves with a browser to the account that subscribed last", async () => {
    await using at = await stage();
    const other = await testAccount(at.services);
    const { accessToken } = await testSession(at.services, other, "customer");
    const { endpoint, keys: own } = at.browser;
    const { error } = await at.ask("subscribePush", { endpoint, keys: own }, accessToken);
    expect(error).toBeNull();
    const rows = await at.db.select().from(pushSubscriptions);
    expect(rows.map(({ accountId }) => accountId)).toEqual([other.id]);
  });

  it("goes to push services only, whatever a browser says", async () => {
    await using at = await stage();
    const { keys: own } = testBrowser();
    const { error } = await at.ask("subscribePush", {
      endpoint: "https://169.254.169.254/latest",
      keys: own,
    });
    expect(error).toMatchObject({
      reason: "platform.push_host_refused",
      details: { host: "169.254.169.254" },
    });
    expect(await at.db.$count(pushSubscriptions)).toBe(1);
  });

  it("is refused keys that are none, instead of going without a word when it is first written to", async () => {
    await using at = await stage();
    const { endpoint, keys: own } = testBrowser();
    const { error } = await at.ask("subscribePush", {
      endpoint,
      keys: { ...own, p256dh: "A".repeat(own.p256dh.length) },
    });
    expect(error?.reason).toBe("platform.push_keys_invalid");
    expect(await at.db.$count(pushSubscriptions)).toBe(1);
  });

  it("is for twenty browsers, also when they come at once", async () => {
    await using at = await stage();
    const all = await Promise.all(
      Array.from({ length: 24 }, () => {
        const { endpoint, keys: own } = testBrowser();
        return at.ask("subscribePush", { endpoint, keys: own });
      }),
    );
    const refused = all.filter(({ error }) => error !== null);
    expect(refused.map(({ error }) => error?.reason)).toEqual(
      Array.from({ length: 5 }, () => "platform.push_too_many"),
    );
    expect(await at.db.$count(pushSubscriptions)).toBe(20);
  });

  it("is left by its owner, and by nobody else", async () => {
    await using at = await stage();
    const [row] = await at.db.select().from(pushSubscriptions);
    const id = row?.id;
    const other = await testAccount(at.services);
    const { accessToken } = await testSession(at.services, other, "customer");
    const { error } = await at.ask("unsubscribePush", { id }, accessToken);
    expect(error?.reason).toBe("platform.push_subscription_missing");
    expect((await at.ask("unsubscribePush", { id })).error).toBeNull();
    expect(await at.db.$count(pushSubscriptions)).toBe(0);
  });

  it("is refused where there are no keys", async () => {
    await using at = await stage({ VAPID_PUBLIC_KEY: "", VAPID_PRIVATE_KEY: "" });
    expect((await at.look("pushKey")).data).toEqual({ key: null });
    const { endpoint, keys: own } = testBrowser();
    const { error } = await at.ask("subscribePush", { endpoint, keys: own });
    expect(error?.reason).toBe("platform.push_off");
  });
});

describe("the log of deliveries", () => {
  it("is found by account, address, channel, state and template, and tells neither text nor address", async () => {
    await using at = await stage();
    await at.tell();
    const items = async (filter: object) =>
      ((await at.log("list", filter)).data as { items: { id: string; channel: string }[] }).items;
    expect(await items({ accountId: at.account.id })).toHaveLength(3);
    expect(await items({ accountId: someId })).toEqual([]);
    expect(await items({ email: at.account.email.toUpperCase() })).toMatchObject([
      { channel: "email", accountId: at.account.id, template: "identity.new_device" },
    ]);
    expect(await items({ channel: "push" })).toHaveLength(1);
    expect(await items({ state: "sent" })).toEqual([]);
    expect(await items({ template: "identity.new_device", state: "waiting" })).toHaveLength(3);
    const all = await items({});
    const [first] = await items({ limit: 1 });
    expect(first).toEqual(all[0]);
    const shown = await at.log("show", { deliveryId: first?.id });
    expect(shown.data).toMatchObject({ ...first, attempts: [] });
    const told = JSON.stringify([all, shown.data]);
    expect(told).not.toMatch(new RegExp(`${at.account.email}|203\\.0\\.113|sealed|hash`, "i"));
  });

  it("is for support, and says when there is no such delivery", async () => {
    await using at = await stage();
    const { error } = await at.log("show", { deliveryId: someId });
    expect(error).toMatchObject({
      reason: "platform.delivery_missing",
      details: { deliveryId: someId },
    });
    expect((await at.log("list", {}, at.as)).error?.reason).toBe("request.forbidden");
  });

  it("goes after its days, with codes that nobody opened", async () => {
    await using at = await stage();
    await at.tell();
    await at.database.admin(`
      insert into telegram_codes values ('${at.account.id}', 'x', now() - interval '1 minute');
      update deliveries set created_at = now() - interval '91 days' where channel = 'email'`);
    await sweepDeliveries({
      ...at.services,
      jobId: "",
      attempt: 1,
      signal: new AbortController().signal,
      once: () => Promise.reject(new Error("not needed")),
    });
    expect(
      (await at.db.select().from(deliveries)).map(({ channel }) => channel).toSorted(),
    ).toEqual(["push", "telegram"]);
    const { rows } = await at.db.$client.query("select 1 from telegram_codes");
    expect(rows).toEqual([]);
  });
});

describe("a mail that came back", () => {
  const report = { problem: "550 5.1.1" };

  it("is reported, and its address gets nothing but security until that is lifted", async () => {
    await using at = await stage();
    await at.tell();
    const [mail] = await at.db.select().from(deliveries).where(eq(deliveries.channel, "email"));
    const deliveryId = mail?.id;
    const early = await at.ask("reportBounce", { deliveryId, ...report }, testKeys.admin);
    expect(early.error?.reason).toBe("platform.delivery_not_sent");
    await at.database.admin("update deliveries set state = 'sent', sealed = null");
    const taken = await at.ask("reportBounce", { deliveryId, ...report }, testKeys.admin);
    expect(taken.error).toBeNull();
    const { data } = await at.log("show", { deliveryId });
    expect(data).toMatchObject({ state: "bounced", problem: "550 5.1.1" });
    const { email } = at.account;
    const lift = () => at.ask("liftSuppression", { email }, testKeys.admin);
    expect((await lift()).data).toEqual({ lifted: true });
    expect((await lift()).data).toEqual({ lifted: false });
    const { rows } = await at.db.$client.query<{ text: string }>(
      "select a::text as text from audit_rows a",
    );
    expect(rows.map(({ text }) => text).join()).not.toContain(email);
  });

  it("is not believed of another channel, of nothing, or from anybody", async () => {
    await using at = await stage();
    await at.tell();
    await at.database.admin("update deliveries set state = 'sent', sealed = null");
    const [push] = await at.db.select().from(deliveries).where(eq(deliveries.channel, "push"));
    const ask = async (deliveryId: string | undefined, who: string) =>
      (await at.ask("reportBounce", { deliveryId, ...report }, who)).error?.reason;
    expect(await ask(push?.id, testKeys.admin)).toBe("platform.delivery_not_sent");
    expect(await ask(someId, testKeys.admin)).toBe("platform.delivery_missing");
    expect(await ask(push?.id, testKeys.support)).toBe("request.forbidden");
    const { email } = at.account;
    const lifted = await at.ask("liftSuppression", { email }, testKeys.support);
    expect(lifted.error?.reason).toBe("request.forbidden");
    const told = { deliveryId: push?.id, problem: "anna@example.com is unknown" };
    expect((await at.ask("reportBounce", told, testKeys.admin)).status).toBe(400);
  });
});

describe("templates", () => {
  const of = { template: "identity.new_device", locale: "en" };

  it("are listed with their channels and fields", async () => {
    await using at = await stage();
    const { data } = await at.look("templates", undefined, testKeys.support);
    expect(data).toContainEqual({
      template: "identity.new_device",
      kind: "security",
      channels: ["email", "telegram", "push"],
      fields: ["at", "ip", "device", "city"],
    });
  });

  it("are previewed in each channel, with an example or with given data", async () => {
    await using at = await stage();
    const preview = async (input: object) =>
      (await at.ask("preview", { ...of, ...input }, testKeys.support)).data;
    expect(await preview({ channel: "email" })).toMatchObject({
      channel: "email",
      subject: "Sign-in on a new device or from a new country",
      html: expect.stringContaining("203.0.113.7"),
    });
    const data = { ...seenExample, city: "Lima <b>" };
    expect(await preview({ channel: "telegram", data })).toMatchObject({
      html: expect.stringContaining("Lima &lt;b&gt;"),
    });
    expect(await preview({ channel: "push", locale: "ru" })).toMatchObject({
      title: "Вход с нового устройства или из новой страны",
      url: expect.stringContaining("/forgot-password"),
    });
  });

  it("are not written with data that lack a field or have one too many: each is named", async () => {
    await using at = await stage();
    const data = { at: "yesterday", ip: null, device: null, colour: "red" };
    const { error } = await at.ask("preview", { ...of, channel: "email", data }, testKeys.support);
    expect(error?.reason).toBe("platform.template_data_invalid");
    const details = error?.details as { issues: { path: string }[] } | undefined;
    expect(details?.issues.map(({ path }) => path).toSorted()).toEqual(["at", "city", "colour"]);
  });

  it("are refused when unknown or not of the channel, and to who may not see them", async () => {
    await using at = await stage();
    const reasonOf = async (input: object, who: string = testKeys.support) =>
      (await at.ask("preview", { ...of, ...input }, who)).error?.reason;
    expect(await reasonOf({ template: "nobody.knows", channel: "email" })).toBe(
      "platform.template_unknown",
    );
    expect(await reasonOf({ template: "identity.reset_password", channel: "push" })).toBe(
      "platform.template_not_for_channel",
    );
    expect(await reasonOf({ channel: "email" }, at.as)).toBe("request.forbidden");
  });

  it("are not written for a time zone that there is not", async () => {
    await using at = await stage();
    const preview = (timeZone: string) =>
      at.ask("preview", { ...of, channel: "email", timeZone }, testKeys.support);
    expect((await preview("Europe/Berlin")).error).toBeNull();
    for (const timeZone of ["Mars/Olympus", ""]) {
      expect((await preview(timeZone)).error).toMatchObject({
        reason: "request.invalid",
        details: { issues: [{ path: "timeZone" }] },
      });
    }
  });
});

describe("an account that is closed", () => {
  it("leaves no way to reach it: choices, chat, browsers and what waited are gone", async () => {
    await using at = await stage();
    await at.ask("setPreference", { kind: "news", channel: "push", enabled: true });
    await at.tell();
    const before = await at.db.select().from(deliveries);
    expect((await at.own("profile.close")).error).toBeNull();
    for (const table of [pushSubscriptions, telegramLinks]) {
      expect(await at.db.$count(table)).toBe(0);
    }
    const rows = await at.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.accountId, at.account.id));
    expect(rows.map(({ state, problem, sealed }) => ({ state, problem, sealed }))).toEqual(
      before.map(() => ({ state: "withheld", problem: "account_closed", sealed: null })),
    );
    const known = new Set(before.map(({ addressHash }) => addressHash.toString("hex")));
    expect(rows.filter(({ addressHash }) => known.has(addressHash.toString("hex")))).toEqual([]);
    const [goodbye] = await at.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.template, "identity.account_closed"));
    expect(goodbye).toMatchObject({ accountId: null, channel: "email", state: "waiting" });
  });

  it("could read before what is kept of all this", async () => {
    await using at = await stage();
    await at.ask("setPreference", { kind: "news", channel: "push", enabled: true });
    const { data } = await at.own("profile.export");
    expect(data).toMatchObject({
      account: {
        notifications: {
          preferences: [{ kind: "news", channel: "push", enabled: true }],
          telegram: { chatId: "77", username: "anna" },
          pushSubscriptions: [{ name: "Browser" }],
        },
      },
    });
  });
});
