import { devices, prepared, type Tx } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { hashToken, mintToken } from "../auth/opaque-token.ts";
import type { SeenWith } from "../login-history/name-browser.ts";

/** A device that the account knows has been seen again; any other one becomes known, by a token of its own. */
export async function recogniseDevice(
  tx: Tx,
  from: {
    readonly accountId: string;
    readonly known: { readonly id: string } | null;
    readonly name: string | undefined;
    readonly seen: SeenWith;
    readonly now: Date;
  },
): Promise<{ id: string; token: string | null }> {
  const { accountId, known, name, seen, now } = from;
  if (known) {
    await prepared(tx, "identity_see_device", (on) =>
      on
        .update(devices)
        .set({
          seenAt: sql`${sql.placeholder("now")}::timestamptz`,
          name: sql`coalesce(${sql.placeholder("name")}, ${devices.name})`,
        })
        .where(eq(devices.id, sql.placeholder("id"))),
    ).execute({ id: known.id, now: now.toISOString(), name: name ?? null });
    return { id: known.id, token: null };
  }
  const device = { id: v7(), token: mintToken() };
  await tx.insert(devices).values({
    id: device.id,
    accountId,
    tokenHash: hashToken(device.token),
    name: name ?? deviceNameOf(seen) ?? "?",
    createdAt: now,
    seenAt: now,
  });
  return device;
}

/** "Firefox 131, macOS 14", as far as it is known. */
export const deviceNameOf = ({ browser, system }: SeenWith): string | null =>
  [browser, system].filter((part) => part !== null).join(", ") || null;
