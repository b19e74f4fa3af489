import {
  accountNeeded,
  anyone,
  type Procedure,
  readOnly,
  sessionLimited,
  signedIn,
  unauthenticated,
  visitorOf,
  withAccount,
} from "@mainstay/contracts";
import type { Actor, Browser } from "@mainstay/core";
import { hasCredentials, type Who } from "./authenticate.ts";
import type { RequestContext } from "./context.ts";

/** Somebody who may call this. */
export interface Admitted {
  readonly actor: Actor | null;
  readonly browser: Browser | null;
}

/** Authenticates and authorises. */
export async function admit(procedure: Procedure, request: RequestContext): Promise<Admitted> {
  const { caller, credentials, guesses, ip } = request;
  if (hasCredentials(credentials)) guesses.check(ip);
  const who = await caller.who(procedure.fresh);
  if (isWrong(who)) await guesses.count(ip, credentials);
  const actor = actorOf(procedure, who);
  return { actor, browser: await request.page.browser() };
}

const isWrong = (who: Who): boolean => who === "refused" || who === "stale_cookie";

function actorOf(procedure: Procedure, who: Who): Actor | null {
  // Bad credentials are never taken for none: the caller would not learn that they expired.
  if (who === "refused") throw unauthenticated();
  const actor = typeof who === "string" ? null : who;
  // But nobody chose to send an old cookie, and it must not keep its browser from signing in. To what is
  // open to all, a visitor is nobody in particular.
  if (procedure.access === anyone) return actor?.visitor ? null : actor;
  if (!actor) throw unauthenticated();
  const visiting = visitorOf(procedure.access);
  if (actor.visitor) {
    if (actor.visitor.kind !== visiting && !procedure.visitors) throw unauthenticated();
    return actor;
  }
  // Whoever is signed in is nobody's visitor, and has a way of their own to see this.
  if (visiting) throw unauthenticated();
  const limitedTo = actor.session?.limitedTo;
  if (limitedTo && !procedure.whileLimited.includes(limitedTo)) {
    throw sessionLimited({ limitedTo });
  }
  const onlyReads = procedure.kind !== "mutation" || procedure.whileSignedInAs;
  if (actor.realActor !== null && !onlyReads) throw readOnly();
  if (procedure.access === signedIn) return actor;
  if (typeof procedure.access !== "string") actor.require(procedure.access);
  else if (procedure.access === withAccount && !actor.session) throw accountNeeded();
  return actor;
}

/** A session's end is noticed by looking; everything else that ends it is told. */
const lookEveryMs = 60_000;

/**
 * Aborts when whoever was admitted may no longer go on: signed out, blocked, a grant taken away, the
 * session over. The reason is the refusal.
 */
export function keepAdmitted(
  procedure: Procedure,
  { caller, services }: RequestContext,
): Disposable & { readonly signal: AbortSignal } {
  const over = new AbortController();
  const look = async (): Promise<void> => {
    // By then what this process keeps has heard the news, too: streams of one session share one look.
    await Promise.resolve();
    try {
      actorOf(procedure, await caller.who(procedure.fresh));
    } catch (error) {
      over.abort(error);
    }
  };
  const changed = (): void => {
    look().catch((error: unknown) => {
      services.log.error({ err: error }, "whether a subscription may go on could not be asked");
    });
  };
  const unwatch = caller.watch(changed);
  const timer = setInterval(changed, lookEveryMs).unref();
  return {
    signal: over.signal,
    [Symbol.dispose]() {
      clearInterval(timer);
      unwatch();
    },
  };
}
