import { type Channel, deliver, type MailLocale } from "@mainstay/contracts";
import { deliveries, type Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sealer } from "../../ports.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { AnyTemplate } from "./template.ts";

/** What deliveries are sealed for. */
export const deliveryPurpose = "delivery";
/** `to` is a mail address, a chat's number, or a browser's subscription, which is looked up when it is sent. */
export const SealedDelivery = z.object({ to: z.string(), data: z.unknown() });

/** One address of somebody. */
export interface Address {
  readonly channel: Channel;
  readonly to: string;
  /** What it is found by again. */
  readonly hash: Buffer;
  /** Why nothing is sent there. */
  readonly withheld?: string | null;
}

export interface Promised {
  readonly template: AnyTemplate;
  readonly data: unknown;
  readonly accountId: string | null;
  readonly locale: MailLocale;
  readonly timeZone: string;
  readonly addresses: readonly Address[];
}

/**
 * A row and a job for each address, in the transaction of the cause: nothing is sent without a commit. The
 * rows are read by support, so the address and what links carry lie there sealed.
 */
export async function promiseDeliveries(sealer: Sealer, tx: Tx, from: Promised): Promise<void> {
  if (from.addresses.length === 0) return;
  const { template, accountId, locale, timeZone } = from;
  const data: unknown = template.data.parse(from.data);
  const rows = await tx
    .insert(deliveries)
    .values(
      from.addresses.map(({ channel, to, hash, withheld = null }) => ({
        accountId,
        channel,
        template: template.template,
        kind: template.kind,
        locale,
        timeZone,
        sealed:
          withheld === null ? sealer.seal(deliveryPurpose, JSON.stringify({ to, data })) : null,
        addressHash: hash,
        state: withheld === null ? ("waiting" as const) : ("withheld" as const),
        problem: withheld,
        createdAt: sql`now()`,
        endedAt: withheld === null ? null : sql`now()`,
      })),
    )
    .returning({ id: deliveries.id, state: deliveries.state });
  for (const { id, state } of rows) {
    if (state === "waiting") enqueue(tx, deliver, { deliveryId: id });
  }
}
