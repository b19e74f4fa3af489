import { stores, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { scopeRecipients } from "../../identity/index.ts";
import type { JobCtx } from "../../job-context.ts";
import { notify } from "../../platform/index.ts";
import { webhookDisabledNotice } from "../mail/webhook-disabled.ts";
import type { EndpointRow } from "./endpoint-view.ts";

/** The merchant's people: whoever holds a role within it. */
export async function tellDisabled(
  ctx: Pick<JobCtx, "sealer">,
  tx: Tx,
  { merchantId, storeId, url }: EndpointRow,
  why: "gone" | "failing",
): Promise<void> {
  const [store] = await tx.select({ name: stores.name }).from(stores).where(eq(stores.id, storeId));
  const said = { store: store?.name ?? "", host: new URL(url).host, why };
  for (const reader of await scopeRecipients(tx, { kind: "merchant", id: merchantId }))
    await notify(ctx, tx, reader, webhookDisabledNotice, said);
}
