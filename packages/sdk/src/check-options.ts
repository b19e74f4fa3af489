import type { MainstayOptions } from "./options.ts";

/** A mistake in the options is told where it was made, and not as a server that does not answer. */
export function checkOptions(options: MainstayOptions): void {
  const {
    url,
    apiKey,
    fetch,
    retryBudgetMs = 0,
    timeoutMs = 1,
    subscriptions = "websocket",
  } = options ?? {};
  need(
    typeof url === "string" && isAddress(url, fetch !== undefined),
    "url",
    "an http(s) URL, or a path of the page's own host",
  );
  need(
    apiKey === undefined || /^[\x20-\x7e]+$/.test(apiKey),
    "apiKey",
    "printable ASCII characters",
  );
  need(retryBudgetMs >= 0, "retryBudgetMs", "a number of milliseconds, 0 or more");
  need(timeoutMs > 0, "timeoutMs", "a number of milliseconds, more than 0");
  need(["websocket", "sse"].includes(subscriptions), "subscriptions", '"websocket" or "sse"');
}

/** A path needs a page around it, or a `fetch` that knows what to make of it. */
const isAddress = (url: string, ownFetch: boolean): boolean => {
  if (url === "" || url.startsWith("/")) return ownFetch || "location" in globalThis;
  return /^https?:\/\/[^/]/i.test(url) && URL.canParse(url);
};

function need(holds: boolean, option: string, what: string): void {
  if (!holds) throw new TypeError(`createMainstay: ${option} must be ${what}.`);
}
