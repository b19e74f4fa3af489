import { devices, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { hashToken, mintToken } from "../auth/opaque-token.ts";
import type { SeenWith } from "../login-history/name-browser.ts";

/**
 * A device that the account knows, or a new one with a token of its own. That it was seen is written with the
 * attempt.
 */
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
    if (name !== undefined) await tx.update(devices).set({ name }).where(eq(devices.id, known.id));
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
