import { accounts } from "@mainstay/db";
import {
  bundleForPage,
  servePage,
  startChromium,
  type TestAccount,
  testAccount,
  testApi,
  testDatabase,
  testEnv,
  watchRequests,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";

/** What the functions find that run in the page: they see nothing else of this file. */
declare const sdk: typeof import("./index.ts");
declare const document: { cookie: string };
declare const localStorage: object;
declare const sessionStorage: object;

const executable = inject("chromium");
let browser: Browser;
let script: string;

async function place() {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const ours = stack.use(await servePage("localhost", script));
  const partner = stack.use(await servePage("127.0.0.1", script));
  const stranger = stack.use(await servePage("localhost", script));
  const foreign = stack.use(await servePage("127.0.0.1", script));
  const database = stack.use(await testDatabase());
  await database.admin(
    `insert into settings values ('identity.second_factor_audiences', '[]', now(), 'test')`,
  );
  const env = testEnv(database, {
    PUBLIC_URL: "http://localhost",
    CORS_ORIGINS: `${ours.origin},${partner.origin}`,
  });
  const api = stack.use(await testApi(database, { env }));
  const url = `http://localhost:${new URL(api.url).port}`;
  const account = await testAccount(api.services, { grants: [{ role: "admin", scope: null }] });
  const context = await browser.newContext();
  stack.defer(() => context.close());
  const open = async (origin: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(origin);
    return page;
  };
  const nameNow = async (): Promise<string | undefined> => {
    const [row] = await database.db.select().from(accounts).where(eq(accounts.id, account.id));
    return row?.name;
  };
  const requests = watchRequests(context);
  return { ours, partner, stranger, foreign, url, account, context, open, nameNow, requests };
}

const signInInput = ({ email, password }: TestAccount) =>
  ({ email, password, audience: "admin" }) as const;

/** Signs in, calls, listens both ways and signs out, all in the page. */
const visit = (
  page: Page,
  told: { url: string; way: "cookie" | "tokens"; door: ReturnType<typeof signInInput> },
) =>
  page.evaluate(async ({ url, way, door }) => {
    let kept: string | null = null;
    const store = {
      get: () => kept,
      set: (text: string) => void (kept = text),
      remove: () => void (kept = null),
    };
    const session = sdk.createSession({ url, way, store });
    const { kind } = await session.signIn(door);
    const mainstay = sdk.createMainstay({ url, session });
    const me = await mainstay.identity.me.query();
    // The server refuses it now, as it would in ten minutes; the session's own clock says that it is good.
    const spoiled = kept as { accessToken: string } | string | null;
    let refusedOnce = false;
    if (typeof spoiled === "string") {
      const { accessToken, ...rest } = JSON.parse(spoiled) as { accessToken: string };
      kept = JSON.stringify({ ...rest, accessToken: `${accessToken.slice(0, -4)}AAAA` });
      refusedOnce = true;
    }
    const { name } = await mainstay.identity.profile.update.mutate({ name: `By ${way}` });

    const heard: Record<string, unknown> = {};
    for (const subscriptions of ["websocket", "sse"] as const) {
      const live = await new Promise<unknown>((resolve, reject) => {
        const listener = sdk.createMainstay({
          url,
          session,
          subscriptions,
          onEvent: (event) => {
            if (event.type !== "connected") return;
            mainstay.platform.settings.update
              .mutate({ key: "platform.outbox_days", value: subscriptions === "sse" ? 8 : 9 })
              .catch(reject);
          },
        });
        listener.platform.settings.watch.subscribe(
          {},
          {
            onData: ({ data }) => {
              resolve(data.value);
              listener.close();
            },
            onError: reject,
          },
        );
      });
      heard[subscriptions] = live;
    }
    const seen = { cookie: document.cookie, stored: [{ ...localStorage }, { ...sessionStorage }] };
    const secrets = kept === null ? [] : Object.values(JSON.parse(kept) as Record<string, unknown>);
    await session.signOut();
    const after = await session.current();
    mainstay.close();
    return { kind, email: me.email, refusedOnce, name, heard, seen, secrets, after };
  }, told);

/** Tickets are left out: they live a minute, open subscriptions alone and may stand in a URL. */
function expectNoSecrets(urls: readonly string[], secrets: readonly unknown[]): void {
  expect(urls.length).toBeGreaterThan(5);
  const told = secrets.filter((secret) => typeof secret === "string");
  for (const url of urls) {
    const text = decodeURIComponent(url);
    expect(text).not.toMatch(/password|accessToken|refreshToken|authorization|bearer|[?&]code=/i);
    // A JWT, as access tokens are.
    expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    for (const secret of told) expect(text).not.toContain(secret);
  }
}

describe.skipIf(executable === null)("in a browser", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    script = await bundleForPage(path.join(import.meta.dirname, "index.ts"), "sdk");
    browser = await startChromium(executable ?? "");
  });
  afterAll(() => browser.close());

  it("a page of the same site and another origin works by a cookie that no script sees", async () => {
    const at = await place();
    const door = signInInput(at.account);
    const page = await at.open(at.ours.origin);
    const visited = await visit(page, { url: at.url, way: "cookie", door });
    expect(visited).toMatchObject({
      kind: "signed_in",
      email: at.account.email,
      name: "By cookie",
      heard: { websocket: 9, sse: 8 },
      seen: { cookie: "", stored: [{}, {}] },
      secrets: [],
      after: null,
    });
    expect(await at.nameNow()).toBe("By cookie");
    const sent = await at.requests.headers();
    const values = sent.flatMap(({ cookie = "" }) =>
      [...cookie.matchAll(/=([^;]+)/g)].map(([, value]) => value),
    );
    expect(values.length).toBeGreaterThan(0);
    expectNoSecrets(at.requests.urls, [door.password, ...values]);
    expect(at.requests.urls.some((url) => url.startsWith("ws:"))).toBe(true);
  });

  it("a page of another site works by tokens, renews them, and has no cookie", async () => {
    const at = await place();
    const door = signInInput(at.account);
    const page = await at.open(at.partner.origin);
    const visited = await visit(page, { url: at.url, way: "tokens", door });
    expect(visited).toMatchObject({
      kind: "signed_in",
      email: at.account.email,
      refusedOnce: true,
      name: "By tokens",
      heard: { websocket: 9, sse: 8 },
      seen: { cookie: "", stored: [{}, {}] },
      after: null,
    });
    expect(visited.secrets.length).toBeGreaterThanOrEqual(3);
    expect(at.requests.urls).toContainEqual(expect.stringContaining("identity.auth.refresh"));
    expect(await at.context.cookies()).toEqual([]);
    const sent = await at.requests.headers();
    expect(sent.filter(({ cookie }) => cookie !== undefined)).toEqual([]);
    const tokens = visited.secrets.filter((one) => typeof one === "string" && one.length > 20);
    expectNoSecrets(at.requests.urls, [door.password, ...tokens]);
  });

  it("a page of an origin that is not allowed can do nothing, whoever is signed in there", async () => {
    const at = await place();
    const told = { url: at.url, door: signInInput(at.account) };
    await signInByCookie(await at.open(at.ours.origin), told);
    const page = await at.open(at.stranger.origin);
    const reasons = await page.evaluate(async ({ url, door }) => {
      const refusal = async (work: Promise<unknown>): Promise<string> => {
        const answer = await sdk.safe(work);
        return answer.ok ? "it worked" : answer.error.reason;
      };
      const withCookie = sdk.createMainstay({ url, cookies: "include", retryBudgetMs: 0 });
      const without = sdk.createMainstay({ url, cookies: "omit", retryBudgetMs: 0 });
      const input = { ...door, name: "Mallory" };
      return [
        await refusal(withCookie.identity.me.query()),
        await refusal(withCookie.identity.profile.update.mutate({ name: input.name })),
        await refusal(without.identity.auth.signIn.mutate(door)),
        await refusal(withCookie.identity.auth.signIn.mutate(door)),
      ];
    }, told);
    expect(reasons).not.toContain("it worked");
    // CORS does not hold for WebSockets: there it is the server that must look.
    const live = await page.evaluate(
      ({ url }) =>
        new Promise<string>((resolve) => {
          const client = sdk.createMainstay({ url, cookies: "include" });
          client.platform.settings.watch.subscribe(
            {},
            { onData: () => resolve("it works"), onError: ({ reason }) => resolve(reason) },
          );
        }),
      told,
    );
    expect(live).toBe("request.origin_refused");
    expect(await at.nameNow()).toBe(at.account.name);
  });

  it("a page of another site changes nothing with the visitor's cookie", async () => {
    const at = await place();
    const told = { url: at.url, door: signInInput(at.account) };
    await signInByCookie(await at.open(at.ours.origin), told);
    const cookies = (await at.context.cookies()).map(({ name }) => name);
    expect(cookies).toContain("mainstay_session");
    const mutation = `${at.url}/trpc/identity.profile.update`;
    const json = JSON.stringify({ name: "Mallory" });

    for (const origin of [at.foreign.origin, at.stranger.origin, at.partner.origin]) {
      for (const enctype of ["text/plain", "application/x-www-form-urlencoded"]) {
        await submitForm(await at.open(origin), { mutation, enctype });
        expect(await at.nameNow()).toBe(at.account.name);
      }
      const page = await at.open(origin);
      const answer = await page.evaluate(
        ({ mutation: to, body }) =>
          fetch(to, { method: "POST", mode: "no-cors", credentials: "include", body }).then(
            ({ type }) => type,
            // The browser keeps even the empty answer from the page; the request was made.
            () => "withheld",
          ),
        { mutation, body: json },
      );
      expect(["opaque", "withheld"]).toContain(answer);
      expect(await at.nameNow()).toBe(at.account.name);
      // A cookie that is lax travels with this one.
      await page.goto(`${mutation}?input=${encodeURIComponent(json)}`, { referer: `${origin}/` });
      expect(await at.nameNow()).toBe(at.account.name);
    }
    // The cookie was good all the while.
    const own = await at.open(at.ours.origin);
    await own.evaluate(
      ({ url }) =>
        sdk
          .createMainstay({ url, cookies: "include" })
          .identity.profile.update.mutate({ name: "Anna herself" }),
      told,
    );
    expect(await at.nameNow()).toBe("Anna herself");
  });
});

const signInByCookie = (
  page: Page,
  told: { url: string; door: ReturnType<typeof signInInput> },
): Promise<unknown> =>
  page.evaluate(({ url, door }) => sdk.createSession({ url, way: "cookie" }).signIn(door), told);

/** A form whose one field makes a body that reads as JSON. */
async function submitForm(
  page: Page,
  { mutation, enctype }: { mutation: string; enctype: string },
): Promise<void> {
  const field = enctype === "text/plain" ? `{"name":"Mallory","x":"` : "name";
  const value = enctype === "text/plain" ? `"}` : "Mallory";
  const attribute = (text: string): string => text.replaceAll('"', "&quot;");
  await page.setContent(
    `<form method="post" action="${mutation}" enctype="${enctype}"><input name="${attribute(field)}" value="${attribute(value)}"><button>Go</button></form>`,
  );
  const answered = page.waitForResponse((response) => response.url() === mutation);
  await page.click("button");
  await answered;
}
