import { matchPayIns } from "@mainstay/core/payments/pay-ins/match-pay-ins";
import {
  payInWorld,
  startChromium,
  testApi,
  testDatabase,
  testEnv,
  testVisit,
  watchRequests,
} from "@mainstay/testing";
import { freePort } from "@mainstay/testing/global-setup";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { buildPage, type PageFiles } from "./build-page.ts";
import { createPayServer } from "./pay-server.ts";

const executable = inject("chromium");
const soon = { timeout: 15_000, interval: 50 };
let browser: Browser;
let files: PageFiles;

async function place() {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const database = stack.use(await testDatabase());
  const apiPort = await freePort();
  const payPort = await freePort();
  const env = testEnv(database, {
    PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    PAY_URL: `http://127.0.0.1:${payPort}`,
  });
  const api = stack.use(await testApi(database, { env, port: apiPort }));
  const server = createPayServer({ env, files });
  await server.listen(payPort, "127.0.0.1");
  stack.defer(() => server.close());
  const world = await payInWorld(api);
  const visit = await testVisit(world);
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 390, height: 844 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  stack.defer(() => context.close());
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  const requests = watchRequests(context);
  const origins = () =>
    new Set(requests.urls.map((url) => new URL(url).origin.replace(/^ws/, "http")));
  const signal = new AbortController().signal;
  return {
    api,
    database,
    world,
    visit,
    context,
    page,
    errors,
    requests,
    origins,
    allowed: new Set([env.PUBLIC_URL, env.PAY_URL]),
    address: `${env.PAY_URL}/#${visit.token}`,
    /** As the worker does. */
    match: () =>
      matchPayIns({ ...api.services, signal } as unknown as Parameters<typeof matchPayIns>[0]),
    orderId: async () => (await visit.get()).order?.id ?? "",
  };
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const shows = (page: Page, title: string) =>
  expect.poll(() => heading(page).textContent(), soon).toBe(title);
/** What has the focus, by its words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute("aria-label") ?? at?.textContent ?? "";
  });
async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < 30; pressed += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no ${name} was reached by Tab`);
}
async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}
const heard = (page: Page) => page.locator("#news").textContent();

describe.skipIf(executable === null)("the payment page", { timeout: 90_000 }, () => {
  beforeAll(async () => {
    files = await buildPage();
    browser = await startChromium(executable ?? "");
  });
  afterAll(() => browser.close());

  it("is walked from the choice to the payment by keyboard alone, and asks nobody but the API", async () => {
    const at = await place();
    const { page, world, visit } = at;
    await at.database.admin(`update traders set online_until = now() - interval '1 minute'`);
    await page.goto(at.address);
    await shows(page, "How would you like to pay?");
    expect(await focused(page)).toBe("How would you like to pay?");

    // From the first way to the second, and back again.
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe(
      "card",
    );
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() => page.getByRole("radio", { checked: true }).first().inputValue())
      .toBe("sbp");
    await page.keyboard.press("ArrowUp");
    await press(page, "Continue");
    await shows(page, "Getting the details to pay to");
    await expect.poll(() => focused(page), soon).toBe("Getting the details to pay to");
    await expect.poll(() => heard(page), soon).toContain("It usually takes a few seconds");

    await at.database.admin(`update traders set online_until = now() + interval '1 hour'`);
    await at.match();
    await shows(page, "Make the transfer");
    await press(page, "Copy the number");
    await expect.poll(() => heard(page), soon).toBe("The number is copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(world.requisite.number);
    const { order } = await visit.get();
    await expect
      .poll(() => page.locator(".sum.large").textContent())
      .toBe(`₽${order?.payable?.amount.replace("10000", "10,000")}`);

    await press(page, "I have paid");
    await shows(page, "We are checking your payment");
    const chooser = page.waitForEvent("filechooser");
    for (let pressed = 0; pressed < 10; pressed += 1) {
      if ((await page.evaluate(() => document.activeElement?.id)) === "file") break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    const picture = { width: 30, height: 60, channels: 3, background: "white" } as const;
    const buffer = await sharp({ create: picture }).png().toBuffer();
    await (
      await chooser
    ).setFiles([
      { name: "receipt.png", mimeType: "image/png", buffer },
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("paid") },
    ]);
    const rows = page.getByRole("list", { name: "Chosen receipts" }).getByRole("listitem");
    await expect.poll(() => rows.nth(0).textContent(), soon).toContain("received");
    await expect.poll(() => rows.nth(1).textContent(), soon).toContain("Only pictures");
    await expect
      .poll(() => page.locator("main").textContent(), soon)
      .toContain("Receipts received: 1");
    expect((await visit.get()).order?.receipts).toBe(1);

    const orderId = await at.orderId();
    expect((await world.ask("confirm", { orderId }, world.as.trader)).error).toBeNull();
    await shows(page, "Paid");
    expect(await page.title()).toBe("Paid · Shop");

    expect(at.origins()).toEqual(at.allowed);
    expect(at.requests.urls.filter((url) => url.includes(visit.token))).toEqual([]);
    // The file that is no receipt was refused, and browsers tell of every refused request.
    const refused = /Failed to load resource: the server responded with a status of 400/;
    expect(at.errors.filter((error) => !refused.test(error))).toEqual([]);
  });

  it("shows the payment again after a reload, and when its payer comes back", async () => {
    const { page, address, visit } = await place();
    await visit.go("choose", { method: "card" });
    await page.goto(address);
    await shows(page, "Make the transfer");
    await page.reload();
    await shows(page, "Make the transfer");
    await page.goto("about:blank");
    await page.goBack();
    await shows(page, "Make the transfer");
    const kept = await page.evaluate(() =>
      [localStorage, sessionStorage].map((store) => JSON.stringify(store)),
    );
    expect(kept.join()).not.toContain(visit.token);
  });

  it("says so where the address opens nothing, and opens another payment in the same tab", async () => {
    const { page, address } = await place();
    const empty = address.split("#", 1)[0] ?? "";
    await page.goto(empty);
    await shows(page, "This link opens no payment");
    expect(await page.locator(".lead").textContent()).toContain("The address is not whole");
    await page.goto(`${empty}#mps_${"0".repeat(43)}`);
    await expect
      .poll(() => page.locator(".lead").textContent(), soon)
      .toContain("The address is wrong");
    await page.goto(address);
    await shows(page, "How would you like to pay?");
  });

  it("speaks the language that was chosen, also after a reload", async () => {
    const { page, address } = await place();
    await page.goto(address);
    await shows(page, "How would you like to pay?");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.getByRole("button", { name: "Русский" }).click();
    await shows(page, "Как вы хотите заплатить?");
    expect(await page.locator("html").getAttribute("lang")).toBe("ru");
    await page.reload();
    await shows(page, "Как вы хотите заплатить?");
  });

  it("does once what is pressed twice, and gives up only when asked again", async () => {
    const { page, address, visit, requests } = await place();
    await visit.go("choose", { method: "card" });
    await page.goto(address);
    await page.getByRole("button", { name: "Cancel the payment" }).click();
    expect(await focused(page)).toBe("Cancel the payment?");
    expect((await visit.get()).state).toBe("paying");
    await page.getByRole("button", { name: "Back to the payment" }).click();
    expect(await focused(page)).toBe("Cancel the payment");
    await page.getByRole("button", { name: "I have paid" }).dblclick();
    await shows(page, "We are checking your payment");
    const asked = requests.urls.filter((url) => url.includes("sessions.markPaid"));
    expect(asked).toHaveLength(1);
  });

  it("reads again what somebody else changed meanwhile, where live events do not pass", async () => {
    const { page, address, visit } = await place();
    await visit.go("choose", { method: "card" });
    await page.routeWebSocket(/.*/, (socket) => socket.close());
    await page.goto(address);
    await shows(page, "Make the transfer");
    await visit.go("cancel");
    await page.getByRole("button", { name: "I have paid" }).click();
    await shows(page, "How would you like to pay?");
    expect(await page.locator("main").textContent()).toContain("You gave the last try up");
    // Nothing tells of this one either.
    await visit.go("choose", { method: "card" });
    await shows(page, "Make the transfer");
  });

  it("tells of a lost connection, and goes on when it is back", async () => {
    const { page, address, visit, context } = await place();
    await page.goto(address);
    await shows(page, "How would you like to pay?");
    await context.setOffline(true);
    await expect.poll(() => page.locator("main").textContent(), soon).toContain("No connection");
    await visit.go("choose", { method: "card" });
    await context.setOffline(false);
    await shows(page, "Make the transfer");
    await expect
      .poll(() => page.locator("main").textContent(), soon)
      .not.toContain("No connection");
  });

  it("counts by the server's clock, whatever the payer's shows", async () => {
    const { page, address, visit } = await place();
    await visit.go("choose", { method: "card" });
    await page.clock.setSystemTime(Date.now() + 86_400_000);
    await page.goto(address);
    await shows(page, "Make the transfer");
    const minutes = Number((await page.getByRole("timer").textContent())?.split(":")[0]);
    expect(minutes).toBeGreaterThan(5);
    expect(minutes).toBeLessThan(60);
  });
});
