import type { PaymentSession } from "@mainstay/sdk";
import { startChromium } from "@mainstay/testing";
import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { buildPage } from "./build-page.ts";
import { hardToUse, overlaps } from "./page/hard-to-use.ts";
import { sampleSessions } from "./page/sample-sessions.ts";
import { createPayServer, type PayServer } from "./pay-server.ts";

const executable = inject("chromium");
const api = "http://127.0.0.1:1";
const names = Object.keys(sampleSessions) as (keyof typeof sampleSessions)[];

let browser: Browser;
let server: PayServer;
let url: string;

/** A page whose API is a few answers; no live events come, so that it asks. */
async function open(answer: () => object, locale = "en-GB"): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await page.route(`${api}/**`, (route: Route) => {
    const asked = new URL(route.request().url());
    const result = { result: { data: answer() } };
    return route.fulfill({
      json: asked.searchParams.has("batch") ? [result] : result,
      headers: { "access-control-allow-origin": "*", "access-control-allow-headers": "*" },
    });
  });
  await page.goto(`${url}/#mps_token`);
  return page;
}

/** Whatever the clock shows meanwhile. */
const rolesOf = async (page: Page): Promise<string> =>
  (await page.locator("main").ariaSnapshot()).replace(/timer: [\d:]+/, "timer: soon");

describe.skipIf(executable === null)("every state of the page", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    browser = await startChromium(executable ?? "");
    server = createPayServer({
      env: {
        MODE: "development",
        PUBLIC_URL: api,
        RELEASE: undefined,
        FILES_PUBLIC_URL: undefined,
        S3_ENDPOINT: undefined,
        S3_BUCKET: undefined,
        S3_ADDRESSING: "path",
      },
      files: await buildPage(),
    });
    url = await server.listen(0, "127.0.0.1");
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each(["en-GB", "ru-RU"])(
    "can be read, hit and held on a small phone, by day and by night, in %s",
    async (locale) => {
      let sequence = 10_000;
      let now: PaymentSession = sampleSessions.choosing;
      const page = await open(() => ({ ...now, sequence: (sequence += 1) }), locale);
      for (const name of names) {
        const sample = sampleSessions[name];
        // By the store's name in the title it is seen that this one is shown.
        now = { ...sample, store: { ...sample.store, title: name } };
        await page.evaluate(() => dispatchEvent(new Event("online")));
        await page.waitForFunction((title) => document.title.endsWith(` · ${title}`), name);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          expect({ name, colorScheme, found: await page.evaluate(hardToUse) }).toEqual({
            name,
            colorScheme,
            found: [],
          });
        }
        expect({ name, over: await page.evaluate(overlaps) }).toEqual({ name, over: [] });
      }
      await page.context().close();
    },
  );

  it("is told by roles and names to those who do not see it", async () => {
    let now: object = sampleSessions.choosing;
    const page = await open(() => now);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await rolesOf(page)).toMatchInlineSnapshot(`
      "- main:
        - heading "How would you like to pay?" [level=1]
        - paragraph: Choose a way, and we show you where to send the money.
        - term: To pay
        - definition: ₽12,500.00
        - group "Way to pay":
          - text: Way to pay
          - radio "Bank card" [checked]
          - text: Bank card
          - radio "Faster payments (SBP)"
          - text: Faster payments (SBP)
        - group "Bank":
          - text: Bank
          - radio "Any bank" [checked]
          - text: Any bank
          - radio "Sberbank"
          - text: Sberbank
          - radio "T-Bank"
          - text: T-Bank
        - button "Continue"
        - link "Back to the store":
          - /url: https://shop.example.com/cart
        - paragraph:
          - text: "Time left to begin:"
          - timer: soon"
    `);
    now = sampleSessions.paying;
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.getByRole("button", { name: "I have paid" }).waitFor();
    expect(await rolesOf(page)).toMatchInlineSnapshot(`
      "- main:
        - heading "Make the transfer" [level=1]
        - paragraph: Send the money in your bank’s app, then come back here and press “I have paid”.
        - paragraph:
          - text: "Time left to pay:"
          - timer: soon
        - term: Exact sum
        - definition:
          - text: ₽12,500
          - strong: ".07"
          - button "Copy the sum": Copy
        - paragraph: "Instead of ₽12,500.00. Send exactly this sum, to the last digit: it is how your payment is told apart from others. Another sum has to be looked for by hand."
        - term: Number
        - definition:
          - text: 2200 1501 2345 6789
          - button "Copy the number": Copy
        - term: Recipient
        - definition:
          - text: IVAN PETROV
          - button "Copy the recipient": Copy
        - term: Bank
        - definition: Sberbank
        - button "I have paid"
        - button "Cancel the payment""
    `);
    now = sampleSessions.checking;
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.getByRole("heading", { name: "Receipt" }).waitFor();
    expect(await rolesOf(page)).toMatchInlineSnapshot(`
      "- main:
        - heading "We are checking your payment" [level=1]
        - paragraph: Usually it takes a few minutes. This page tells you when the money has come.
        - term: Exact sum
        - definition: ₽12,500.07
        - paragraph:
          - text: "To be checked within:"
          - timer: soon
        - region "Receipt":
          - heading "Receipt" [level=2]
          - paragraph: "A receipt from your bank’s app makes it faster: a picture or PDF."
          - button "Add a receipt"
          - text: Add a receipt"
    `);
    await page.context().close();
  });

  it("turns no wheel for those who want nothing to move", async () => {
    const page = await open(() => sampleSessions.searching);
    const turning = () =>
      page.evaluate(
        () => getComputedStyle(document.querySelector(".spinner") ?? document.body).animationName,
      );
    await page.locator(".spinner").waitFor();
    expect(await turning()).toBe("turn");
    await page.emulateMedia({ reducedMotion: "reduce" });
    expect(await turning()).toBe("pulse");
    await page.context().close();
  });
});
