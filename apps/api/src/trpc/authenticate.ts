import { createHash } from "node:crypto";
import { Actor, type Services } from "@mainstay/core";
import { actorOfTicket } from "@mainstay/core/platform/live/live-ticket";
import type { Env } from "@mainstay/runtime";
import type { RequestContext } from "./context.ts";

/** What a request says of its caller; at most one of them. */
export interface Credentials {
  readonly bearer?: string | undefined;
  /** Opens subscriptions only, so that it may stand in a URL. */
  readonly ticket?: string | undefined;
}
export type Authenticate = (credentials: Credentials) => RequestContext["caller"];

/**
 * Who is calling: the static keys of the environment, which production refuses. Identity replaces this
 * function, and nothing else knows how callers are recognised.
 */
export function createAuthenticate(env: Env, services: Services): Authenticate {
  // By hash: looking a key up takes no longer for a good guess than for a bad one.
  const actors = new Map(
    env.STATIC_KEYS.map(({ name, roles, key }) => [
      hash(key),
      new Actor({ name: `static_key:${name}`, roles }),
    ]),
  );
  return ({ bearer, ticket }) => {
    if (bearer !== undefined) return actors.get(hash(bearer)) ?? "refused";
    if (ticket !== undefined) {
      return actorOfTicket(ticket, services.sealer, services.clock.now()) ?? "refused";
    }
    return "nobody";
  };
}

const hash = (key: string): string => createHash("sha256").update(key).digest("base64");

export const bearerOf = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
