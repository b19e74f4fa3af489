import { hash } from "node:crypto";
import { originRefused } from "@mainstay/contracts";
import {
  type Access,
  type AccessClaims,
  Actor,
  isVisitorToken,
  type KnownKey,
  type KnownSession,
  type Services,
  visitorByName,
  visitorByToken,
  type Watched,
} from "@mainstay/core";
import { isWithin } from "@mainstay/core/identity/api-keys/address-ranges";
import { hashApiKey, isApiKey } from "@mainstay/core/identity/api-keys/api-key";
import { openTicket, type TicketHolder } from "@mainstay/core/platform/live/live-ticket";
import type { Env } from "@mainstay/runtime";
import type { Page } from "./page.ts";

/** What a request says of its caller. A bearer wins over a ticket, and that over the page's cookie. */
export interface Credentials {
  readonly bearer?: string | undefined;
  /** Opens subscriptions only, so that it may stand in a URL. */
  readonly ticket?: string | undefined;
  /** Of the session; a credential of the page, whether or not it meant to send it. */
  readonly cookie?: string | undefined;
}
export const hasCredentials = ({ bearer, ticket, cookie }: Credentials): boolean =>
  bearer !== undefined || ticket !== undefined || cookie !== undefined;

/**
 * `refused`: there were credentials, and they are not good. `stale_cookie`: the same of a cookie, which the
 * caller did not choose to send.
 */
export type Who = Actor | "nobody" | "refused" | "stale_cookie";

/** Who is behind a request or a connection. Asked each time, as it may change while a connection lasts. */
export interface Caller {
  /** `fresh`: as the database says now. Fails where a cookie came from a page that may not use it. */
  who(fresh?: boolean): Who | Promise<Who>;
  /** As found out last: for the log. */
  readonly name: string | null;
  /** Tells when the answer may have changed. */
  watch(changed: () => void): () => void;
}
export type Authenticate = (credentials: Credentials, from: From) => Caller;
/** Where they come from. */
export interface From {
  readonly page: Page;
  readonly ip: string | null;
}

interface Known extends Watched {
  readonly actor: Actor;
}
type Found = Known | Exclude<Who, Actor>;
type Find = (fresh: boolean) => Found | Promise<Found>;

export function createAuthenticate(env: Env, services: Services, access: Access): Authenticate {
  // By hash: looking a key up takes no longer for a good guess than for a bad one.
  const staticKeys = new Map(
    env.STATIC_KEYS.map(({ name, roles, key }) => [
      hash("sha256", key, "base64"),
      new Actor({ name: `static_key:${name}`, roles }),
    ]),
  );
  const staticActors = new Map([...staticKeys.values()].map((actor) => [actor.name, actor]));
  const bySession = (id: string, fresh: boolean, claims?: AccessClaims): Promise<Found> | Found =>
    then(access.session(id, fresh), (known: KnownSession | null) => {
      if (!known || (claims && !agrees(claims, known))) return "refused";
      return known;
    });

  const byToken = (token: string): Find => {
    // A connection that showed a good token goes on for as long as its session, which is asked each time.
    let shown: AccessClaims | null = null;
    return (fresh) =>
      then(shown ?? services.tokens.verify(token), (claims: AccessClaims | null) => {
        shown = claims;
        return claims ? bySession(claims.sessionId, fresh, claims) : "refused";
      });
  };

  const asKey = (known: KnownKey | null, ip: string | null): Found =>
    known && isWithin(known.allowedIps, ip) ? { actor: known.actor, keyId: known.id } : "refused";
  const byKey = (key: string, ip: string | null): Find => {
    const keyHash = hashApiKey(key);
    return (fresh) => then(access.key(keyHash, { fresh, ip }), (known) => asKey(known, ip));
  };

  const byTicket = (ticket: string, ip: string | null): Find => {
    // Good for opening within its minute; what was opened stays for as long as its holder may.
    let holder: TicketHolder | null = null;
    return (fresh) => {
      holder ??= openTicket(ticket, services.sealer, services.clock.now());
      if (!holder) return "refused";
      if (holder.kind === "session") return bySession(holder.id, fresh);
      const keyId = /^api_key:(.+)$/.exec(holder.name)?.[1];
      if (keyId !== undefined) {
        return then(access.keyById(keyId, { fresh, ip }), (known) => asKey(known, ip));
      }
      const { name } = holder;
      if (holder.kind === "visitor")
        return then(visitorByName(services.db, name, services.clock.now()), (visitor) =>
          visitor ? { actor: visitor } : "refused",
        );
      const actor = staticActors.get(name);
      return actor ? { actor } : "refused";
    };
  };

  const byCookie = (page: Page, cookie: string): Find => {
    const stale = (): Found => {
      page.keepSession(null, new Date(0));
      return "stale_cookie";
    };
    return (fresh) => {
      if (!page.allowed) throw originRefused();
      return then(access.cookie(cookie), (known) => {
        if (!known) return stale();
        if (known.movedTo) page.keepSession(cookie, known.movedTo);
        return then(bySession(known.sessionId, fresh), (found: Found) =>
          found === "refused" ? stale() : found,
        );
      });
    };
  };

  const byVisitor =
    (load: () => Promise<Actor | null>): Find =>
    async () => {
      const actor = await load();
      return actor ? { actor } : "refused";
    };

  const byBearer = (bearer: string, ip: string | null): Find => {
    const actor = staticKeys.get(hash("sha256", bearer, "base64"));
    if (actor) return always({ actor });
    if (isVisitorToken(bearer))
      return byVisitor(() => visitorByToken(services.db, bearer, services.clock.now()));
    return isApiKey(bearer, services.keyKind) ? byKey(bearer, ip) : byToken(bearer);
  };
  const findBy = ({ bearer, ticket, cookie }: Credentials, { page, ip }: From): Find => {
    if (bearer !== undefined) return byBearer(bearer, ip);
    if (ticket !== undefined) return byTicket(ticket, ip);
    if (cookie !== undefined) return byCookie(page, cookie);
    return always("nobody");
  };
  return (credentials, from) => callerBy(findBy(credentials, from), access);
}

/** The same, whenever it is asked. */
const always =
  (found: Found): Find =>
  () =>
    found;

const agrees = ({ accountId, audience }: AccessClaims, { actor }: KnownSession): boolean =>
  actor.session.accountId === accountId && actor.session.audience === audience;

function callerBy(find: Find, access: Access): Caller {
  let last: Known | null = null;
  const note = (found: Found): Who => {
    last = typeof found === "string" ? null : found;
    return typeof found === "string" ? found : found.actor;
  };
  return {
    who: (fresh = false) => then(find(fresh), note),
    get name() {
      return last?.actor.name ?? null;
    },
    watch: (changed) => (last ? access.watch(last, changed) : () => {}),
  };
}

/** Without a promise where there is none: most callers are known, and waiting costs. */
const then = <T, U>(value: T | Promise<T>, use: (value: T) => U | Promise<U>): U | Promise<U> =>
  value instanceof Promise ? value.then(use) : use(value);

export const bearerOf = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
