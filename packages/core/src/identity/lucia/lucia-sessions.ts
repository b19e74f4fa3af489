import type { Audience, SessionLimit } from "@mainstay/contracts";
import { type DbOrTx, sessions } from "@mainstay/db";
import { and, eq, ne, or } from "drizzle-orm";
import { Lucia, TimeSpan } from "lucia";
import { HashingAdapter } from "./hashing-adapter.ts";

/**
 * Lucia is no longer developed, so it is known in this folder only, behind these functions. Its clock is the
 * machine's.
 */
export interface SessionAttributes {
  readonly publicId: string;
  readonly audience: Audience;
  readonly endsAt: Date;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly ip: string | null;
  readonly browser: string | null;
  readonly system: string | null;
  readonly country: string | null;
  readonly city: string | null;
  readonly deviceId: string | null;
  readonly secondFactor: "totp" | "recovery" | "trusted_device" | null;
  readonly limitedTo: SessionLimit | null;
  readonly realAccountId: string | null;
}

const getSessionAttributes = ({ publicId }: SessionAttributes) => ({ publicId });
type Ours = Lucia<ReturnType<typeof getSessionAttributes>>;
declare module "lucia" {
  interface Register {
    Lucia: Ours;
    DatabaseSessionAttributes: SessionAttributes;
  }
}

// An instance belongs to one database or transaction, and to one idle time.
const luciaOn = (db: DbOrTx, idleDays: number): Ours =>
  new Lucia(new HashingAdapter(db), {
    sessionExpiresIn: new TimeSpan(idleDays, "d"),
    getSessionAttributes,
  });

/** Answers with the cookie's value, which is nowhere else, and until when it is good without a call. */
export async function createSession(
  db: DbOrTx,
  from: { accountId: string; idleDays: number; attributes: SessionAttributes },
): Promise<{ cookie: string; expiresAt: Date }> {
  const session = await luciaOn(db, from.idleDays).createSession(from.accountId, from.attributes);
  return { cookie: session.id, expiresAt: session.expiresAt };
}

/** `moved`: it was used in the second half of its idle time, and lives on from now. */
export async function validateSession(
  db: DbOrTx,
  cookie: string,
  idleDays: number,
): Promise<{ publicId: string; expiresAt: Date; moved: boolean } | null> {
  const { session } = await luciaOn(db, idleDays).validateSession(cookie);
  if (!session) return null;
  return { publicId: session.publicId, expiresAt: session.expiresAt, moved: session.fresh };
}

// Lucia ends a session by its id, which only its cookie knows; these end by what we know.

export interface Ended {
  readonly accountId: string;
  readonly realAccountId: string | null;
}
const ended = { accountId: sessions.userId, realAccountId: sessions.realAccountId };

export const endSession = (db: DbOrTx, publicId: string): Promise<Ended[]> =>
  db.delete(sessions).where(eq(sessions.publicId, publicId)).returning(ended);

/** Those in which somebody looks at another's account. */
export const endLooksOf = (db: DbOrTx, realAccountId: string): Promise<Ended[]> =>
  db.delete(sessions).where(eq(sessions.realAccountId, realAccountId)).returning(ended);

/** Those of an account, and those in which it looks at another one. */
export const endSessionsOf = (
  db: DbOrTx,
  accountId: string,
  except: string | undefined,
): Promise<Ended[]> =>
  db
    .delete(sessions)
    .where(
      and(
        or(eq(sessions.userId, accountId), eq(sessions.realAccountId, accountId)),
        except === undefined ? undefined : ne(sessions.publicId, except),
      ),
    )
    .returning(ended);
