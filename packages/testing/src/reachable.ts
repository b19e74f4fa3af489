import { addressHash } from "@mainstay/core/platform/notifications/address-hash";
import { sealPushTarget } from "@mainstay/core/platform/notifications/push-target";
import type { Services } from "@mainstay/core";
import { pushSubscriptions, telegramLinks } from "@mainstay/db";
import { type TestAccount, testAccount } from "./accounts.ts";
import { type TestBrowser, testBrowser } from "./fake-push.ts";

export interface Reachable {
  readonly account: TestAccount;
  readonly browser: TestBrowser;
  /** As `notify` takes somebody. */
  readonly to: { accountId: string; email: string; locale: "ru" | "en"; timeZone: string };
}

/** Somebody who can be reached by every channel. */
export async function reachable(
  services: Pick<Services, "db" | "clock" | "sealer">,
  { chatId = "77" }: { chatId?: string } = {},
): Promise<Reachable> {
  const { db, clock, sealer } = services;
  const account = await testAccount(services);
  const accountId = account.id;
  const browser = testBrowser();
  const at = clock.now();
  await db.insert(telegramLinks).values({ accountId, chatId, username: "anna", linkedAt: at });
  await db.insert(pushSubscriptions).values({
    accountId,
    endpointHash: addressHash(sealer, "push", browser.endpoint),
    sealed: sealPushTarget(sealer, { endpoint: browser.endpoint, keys: browser.keys }),
    name: "Browser",
    createdAt: at,
  });
  const to = { accountId, email: account.email, locale: account.locale, timeZone: "UTC" };
  return { account, browser, to };
}
