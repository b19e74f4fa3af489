import { Audience, Role, scopeKinds, sessionLimits, signInAs } from "@mainstay/contracts";
import { accounts, type Db, grants, sessions } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { type AccountActor, Actor } from "../../actor.ts";

/** Somebody who signed in, as the database knows them, and for how long that can be relied on. */
export interface KnownSession {
  readonly actor: AccountActor;
  /** Whose changes of access concern it. */
  readonly accountIds: readonly string[];
  /** The session's end, if nothing ends it before. */
  readonly until: Date;
}

/** Of those who may look at others' accounts. */
const lookers = sql.raw(`'{${["admin", ...signInAs.roles].join(",")}}'`);

const Granted = z.array(
  z.object({ role: Role, kind: z.enum(scopeKinds).nullable(), id: z.uuid().nullable() }),
);
const LimitedTo = z.enum(sessionLimits).nullable();

/** Prepared once a pool: it is asked for every fresh call, and for every session once a minute. */
const prepared = new WeakMap<Db, ReturnType<typeof prepare>>();
const prepare = (db: Db) =>
  db
    .select({
      accountId: sessions.userId,
      realAccountId: sessions.realAccountId,
      audience: sessions.audience,
      limitedTo: sessions.limitedTo,
      expiresAt: sessions.expiresAt,
      endsAt: sessions.endsAt,
      granted: sql<unknown>`coalesce((
        select jsonb_agg(jsonb_build_object('role', ${grants.role}, 'kind', ${grants.scopeKind}, 'id', ${grants.scopeId}))
        from ${grants} where ${grants.accountId} = ${sessions.userId}
      ), '[]')`,
      realIsActive: sql<boolean>`${sessions.realAccountId} is null or exists (
        select from ${accounts} real
          join ${grants} held on held.account_id = real.id and held.scope_kind is null
        where real.id = ${sessions.realAccountId} and real.status = 'active'
          and held.role = any (${lookers}::text[])
      )`,
      status: accounts.status,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.userId))
    .where(eq(sessions.publicId, sql.placeholder("sessionId")))
    .prepare("identity_session_actor");

/** Null where the session has ended, or its account may not act. */
export async function loadSessionActor(
  db: Db,
  sessionId: string,
  now: Date,
): Promise<KnownSession | null> {
  const query = prepared.get(db) ?? prepare(db);
  prepared.set(db, query);
  const [row] = await query.execute({ sessionId });
  if (!row || row.status !== "active" || !row.realIsActive) return null;
  const until = row.expiresAt < row.endsAt ? row.expiresAt : row.endsAt;
  if (until <= now) return null;
  const { accountId, realAccountId } = row;
  const name = `account:${accountId}`;
  const actor = new Actor({
    name,
    owner: name,
    realActor: realAccountId && `account:${realAccountId}`,
    grants: Granted.parse(row.granted).map(({ role, kind, id }) => ({
      role,
      scope: kind && id ? { kind, id } : null,
    })),
    session: {
      id: sessionId,
      accountId,
      audience: Audience.parse(row.audience),
      limitedTo: LimitedTo.parse(row.limitedTo),
    },
  }) as AccountActor;
  return { actor, accountIds: realAccountId ? [accountId, realAccountId] : [accountId], until };
}
