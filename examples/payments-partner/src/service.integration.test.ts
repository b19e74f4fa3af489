import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createMainstay } from "@mainstay/sdk";
import {
  call,
  payInWorld,
  type PayInWorld,
  testApi,
  testDatabase,
  testKeys,
  testWorker,
} from "@mainstay/testing";
import { freePort } from "@mainstay/testing/global-setup";
import { product } from "@mainstay/worker";
import { expect, it, onTestFinished } from "vitest";

const soon = { timeout: 20_000, interval: 100 };

const fileOf = (name: string): string => path.join(import.meta.dirname, name);

/** The example as a partner would run it, to be killed and started again with what it kept. */
function exampleOf(env: Record<string, string>) {
  const start = async () => {
    let said = "";
    const child = spawn(process.execPath, [fileOf("main.ts")], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    onTestFinished(() => void child.kill("SIGKILL"));
    await expect.poll(() => said, soon).toContain("The shop is at");
    return {
      said: () => said,
      stop: (signal: "SIGKILL" | "SIGTERM") => {
        child.kill(signal);
        return ended;
      },
    };
  };
  const url = `http://127.0.0.1:${env["PORT"]}`;
  const post = (form: Record<string, string>) =>
    fetch(`${url}/checkout`, {
      method: "POST",
      body: new URLSearchParams(form),
      redirect: "manual",
    });
  return {
    start,
    checkout: post,
    /** What the page says of the order that was made as this one, counted from the newest. */
    async row(at: number): Promise<string | undefined> {
      const html = await (await fetch(url)).text();
      return [...html.matchAll(/<tr><td>(.*?)<\/tr>/g)].map(([, row]) => row)[at];
    },
  };
}

/** A payer who follows the shop's redirect, chooses a card, sends the money and says so. */
async function pay(world: PayInWorld, location: string): Promise<string> {
  const token = new URL(location).hash.slice(1);
  const { sessions } = createMainstay({
    url: world.api.url,
    getToken: () => token,
    cookies: "omit",
  }).payments;
  await sessions.choose.mutate({ method: "card" });
  const order = async () => (await sessions.get.query()).order;
  await expect.poll(async () => (await order())?.requisite?.number, soon).toBeTruthy();
  await sessions.markPaid.mutate();
  return (await order())?.id ?? "";
}

it("sells, is paid, hears of it by webhook, and makes up for what it missed while it was down", async () => {
  await using database = await testDatabase();
  await using api = await testApi(database);
  await using _worker = await testWorker(database, product);
  const world = await payInWorld(api);
  const { store, as } = world;
  const loopback = { key: "payments.webhook_loopback", value: true };
  const change = { key: randomUUID(), as: testKeys.admin };
  await call(api.url, "platform.settings.update", loopback, change);
  const port = await freePort();
  const asMerchant = async <T>(procedure: string, input: object): Promise<T> => {
    const { data, error } = await call(api.url, procedure, input, {
      as: as.merchant,
      key: randomUUID(),
    });
    if (error) throw new Error(JSON.stringify(error));
    return data as T;
  };
  const { key } = await asMerchant<{ key: string }>("identity.apiKeys.create", {
    scope: { kind: "merchant", id: store.merchantId },
    name: "Shop",
    permissions: [
      "payments.sessions.create",
      "payments.events.read",
      "payments.stores.read",
      "payments.webhooks.manage",
      "payments.webhooks.read",
    ],
  });
  const account = { MAINSTAY_URL: api.url, MAINSTAY_KEY: key, PORT: String(port) };
  const { stdout } = await promisify(execFile)(process.execPath, [fileOf("set-up.ts")], {
    env: { PATH: process.env["PATH"], ...account },
  });
  const made = Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(.+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  expect(made["MAINSTAY_STORE"]).toBe(store.id);
  const folder = mkdtempSync(path.join(tmpdir(), "shop-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const example = exampleOf({
    ...account,
    ...made,
    SHOP_FILE: path.join(folder, "shop.json"),
  });
  const first = await example.start();

  const begun = await example.checkout({ amount: "1500" });
  expect(begun.status).toBe(303);
  const address = begun.headers.get("location") ?? "";
  const orderId = /<code>(.*?)<\/code>/.exec((await example.row(0)) ?? "")?.[1] ?? "";
  // Going on with the same order leads to the same payment.
  const again = await example.checkout({ order: orderId });
  expect(again.headers.get("location")).toBe(address);
  const payInId = await pay(world, address);
  await expect.poll(() => example.row(0), soon).toContain("<td>waiting</td><td>paid_claimed ");
  expect((await world.ask("confirm", { orderId: payInId }, as.trader)).error).toBeNull();
  await expect.poll(() => example.row(0), soon).toContain("<td>paid</td><td>completed ");
  expect(first.said()).toMatch(/webhook pay_in\.completed \d+: applied/);

  const missed = await example.checkout({ amount: "2500.50" });
  await first.stop("SIGKILL");
  const other = await pay(world, missed.headers.get("location") ?? "");
  expect((await world.ask("confirm", { orderId: other }, as.trader)).error).toBeNull();
  // No webhook is tried again, so that what it learns now it has read by itself.
  const { data } = await call(api.url, "payments.webhooks.list", {}, { as: key, by: "query" });
  const [endpoint] = (data as { items: { id: string }[] }).items;
  await asMerchant("payments.webhooks.remove", { endpointId: endpoint?.id });
  const second = await example.start();
  await expect.poll(() => example.row(0), soon).toContain("<td>paid</td><td>completed ");
  expect(await example.row(1)).toContain("<td>paid</td><td>completed ");
  expect(second.said()).toMatch(/reconciled: \d+ events that no webhook had brought/);
  expect(second.said()).not.toContain("webhook pay_in");
  expect(await second.stop("SIGTERM")).toBe(0);
}, 60_000);
