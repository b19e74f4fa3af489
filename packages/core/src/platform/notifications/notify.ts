import type { MailLocale } from "@mainstay/contracts";
import { pushSubscriptions, suppressedAddresses, telegramLinks, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../../context.ts";
import type { Sealer } from "../../ports.ts";
import { addressHash, telegramAddress } from "./address-hash.ts";
import { preferencesOf } from "./preference-rules.ts";
import { type Address, promiseDeliveries } from "./promise-deliveries.ts";
import type { AnyTemplate, Template } from "./template.ts";

export interface Recipient {
  /** Whose preferences, chat and browsers count; without one it is a mail to an address. */
  readonly accountId?: string;
  readonly email: string;
  readonly locale: MailLocale;
  readonly timeZone: string;
}

/** An address that is one has no line breaks, so that nothing can be added to a mail's headers. */
const Email = z.object({ email: z.email() });

/** Promises a notification by each channel that its template, its reader and the reader's choice have in common. */
export async function notify<D extends z.ZodObject>(
  { sealer }: Pick<Ctx, "sealer">,
  tx: Tx,
  to: Recipient,
  template: Template<string, D>,
  data: z.input<D>,
): Promise<void> {
  const { accountId = null, locale, timeZone } = to;
  const { email } = Email.parse({ email: to.email });
  const addresses = await addressesOf(sealer, tx, { accountId, email }, template);
  await promiseDeliveries(sealer, tx, { template, data, accountId, locale, timeZone, addresses });
}

async function addressesOf(
  sealer: Sealer,
  tx: Tx,
  { accountId, email }: { accountId: string | null; email: string },
  template: AnyTemplate,
): Promise<Address[]> {
  const asks = template.kind !== "security" || template.channels.some((one) => one !== "email");
  const wanted =
    accountId === null || !asks
      ? template.channels.filter((channel) => channel === "email")
      : (await preferencesOf(tx, accountId))
          .filter(({ kind, enabled }) => kind === template.kind && enabled)
          .map(({ channel }) => channel)
          .filter((channel) => template.channels.includes(channel));
  const found: Address[] = [];
  if (wanted.includes("email")) {
    const hash = addressHash(sealer, "email", email);
    const withheld = template.kind === "security" ? null : await suppressionOf(tx, hash);
    found.push({ channel: "email", to: email, hash, withheld });
  }
  if (accountId === null) return found;
  if (wanted.includes("telegram")) found.push(...(await chatsOf(sealer, tx, accountId)));
  if (wanted.includes("push")) found.push(...(await browsersOf(tx, accountId)));
  return found;
}

/** Mail that comes back again and again ruins a sender's name; only security mail is worth it. */
async function suppressionOf(tx: Tx, hash: Buffer): Promise<string | null> {
  const [row] = await tx
    .select({ problem: suppressedAddresses.problem })
    .from(suppressedAddresses)
    .where(eq(suppressedAddresses.addressHash, hash));
  return row === undefined ? null : `suppressed: ${row.problem}`;
}

async function chatsOf(sealer: Sealer, tx: Tx, accountId: string): Promise<Address[]> {
  const rows = await tx
    .select({ chatId: telegramLinks.chatId })
    .from(telegramLinks)
    .where(eq(telegramLinks.accountId, accountId));
  return rows.map(({ chatId }) => telegramAddress(sealer, chatId));
}

async function browsersOf(tx: Tx, accountId: string): Promise<Address[]> {
  const rows = await tx
    .select({ id: pushSubscriptions.id, hash: pushSubscriptions.endpointHash })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.accountId, accountId));
  return rows.map(({ id, hash }) => ({ channel: "push", to: id, hash }));
}
