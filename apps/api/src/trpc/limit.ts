import { type Procedure, rateLimited, unavailable } from "@mainstay/contracts";
import { networkOf, type Actor } from "@mainstay/core";
import type { RequestContext } from "./context.ts";

/** Each call of a batch counts by itself. */
export async function limit(
  { limit: rate }: Procedure,
  request: RequestContext,
  actor: Actor | null,
): Promise<void> {
  const { services, setHeader } = request;
  const spent = await services.limiter
    .spend(rate, limitedAs(request, actor))
    .catch((error: unknown) => {
      services.log.warn({ err: error, rate }, "the rate limit's store cannot be asked");
      // Without a limit, guessing and emptying accounts would be free.
      if (rate === "sign_in" || rate === "money") throw unavailable({ retryAfterSeconds: 1 });
      return null;
    });
  if (!spent) return;
  setHeader("ratelimit-limit", String(spent.limit));
  setHeader("ratelimit-remaining", String(spent.remaining));
  setHeader("ratelimit-reset", String(spent.resetSeconds));
  setHeader("ratelimit-policy", `${spent.limit};w=${spent.windowSeconds}`);
  if (!spent.allowed) throw rateLimited({ retryAfterSeconds: spent.resetSeconds });
}

/**
 * An account by all its sessions, a key by itself: by its owner, one key could use up what another needs.
 * Who looks at another's account uses up nothing of it.
 */
const limitedAs = ({ ip }: RequestContext, actor: Actor | null): string =>
  actor ? (actor.realActor ?? actor.name) : networkOf(ip);
