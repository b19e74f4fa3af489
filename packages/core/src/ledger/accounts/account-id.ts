import type { AccountRef } from "@mainstay/contracts";
import { v5 } from "uuid";

const accounts = "5f0b6a5e-2f0e-4c58-9a4b-6d1c2f7e9a01";
const journals = "5f0b6a5e-2f0e-4c58-9a4b-6d1c2f7e9a02";

const known = new Map<string, string>();
const knownMost = 100_000;

/** Made of what the account is, so that a journal can name it before it exists. Never to be changed. */
export function accountId({ purpose, ownerId, currency }: AccountRef): string {
  const name = `${purpose.name}:${ownerId}:${currency}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size >= knownMost) known.clear();
  const id = v5(name, accounts);
  known.set(name, id);
  return id;
}

/**
 * Of a cause and its effect, as in `journalId("pay_in", orderId, "completed")`: who does it again makes the
 * same id, and meets what is there.
 */
export const journalId = (...parts: readonly string[]): string =>
  v5(parts.map((part) => part.replaceAll(":", "::")).join(":"), journals);
