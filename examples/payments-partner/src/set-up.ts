import { createMainstay, isMainstayError, MainstayError } from "@mainstay/sdk";

/**
 * For trying it out, once: gives the store somebody who takes payments, where this is not production, makes
 * the webhook endpoint, and prints what `main.ts` needs to know: `eval "$(node src/set-up.ts)"`.
 */
const url = process.env["MAINSTAY_URL"] ?? "http://127.0.0.1:4000";
const port = process.env["PORT"] ?? "4010";
try {
  const mainstay = createMainstay({ url, apiKey: process.env["MAINSTAY_KEY"] });
  const { sandbox, stores, webhooks } = mainstay.payments;
  const { items } = await stores.list.query({ state: "active", limit: 100 });
  // Lists begin with the newest.
  const store = items.at(-1);
  if (!store) throw new Error("The merchant has no active store.");
  const storeId = store.id;
  try {
    await sandbox.supply.mutate({ storeId, currency: "RUB", method: "card" });
  } catch (error) {
    // Production, or a key that may not play others: then real traders receive it.
    const without = ["payments.sandbox_only", "request.forbidden"] as const;
    if (!without.some((reason) => isMainstayError(error, reason))) throw error;
  }
  const { secret } = await webhooks.create.mutate({
    storeId,
    url: `http://127.0.0.1:${port}/webhooks`,
  });
  console.error(`The store is ${store.name}; its events go to port ${port} of this machine.`);
  console.log(`export MAINSTAY_STORE=${storeId}\nexport MAINSTAY_WEBHOOK_SECRET=${secret}`);
} catch (error) {
  const about =
    error instanceof MainstayError ? `${error.message} (${error.reason})` : String(error);
  console.error(about);
  process.exitCode = 1;
}
