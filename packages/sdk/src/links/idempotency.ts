import { mutationsWithoutKey } from "../generated/router.ts";
import { keyOf, type Link } from "./link.ts";

/** Gives every mutation a key, before anything can repeat it: all its attempts are one call. */
export const idempotency: Link =
  () =>
  ({ op, next }) => {
    if (op.type !== "mutation" || keyOf(op) !== undefined || mutationsWithoutKey.has(op.path)) {
      return next(op);
    }
    return next({ ...op, context: { ...op.context, idempotencyKey: randomKey() } });
  };

/** `crypto.randomUUID` is missing on pages without TLS, such as a kiosk's in its own network. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes));
}
