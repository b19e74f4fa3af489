import { hash } from "node:crypto";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { accounts, type DbOrTx, sessions } from "@mainstay/db";
import type { DatabaseSession, DatabaseUser } from "lucia";

/** Lucia's id is the credential, so what is stored is its hash: a copy of the table opens no session. */
export class HashingAdapter extends DrizzlePostgreSQLAdapter {
  constructor(db: DbOrTx) {
    super(db, sessions, accounts);
  }

  override setSession(session: DatabaseSession): Promise<void> {
    return super.setSession({ ...session, id: hashSessionId(session.id) });
  }

  override async getSessionAndUser(
    id: string,
  ): Promise<[session: DatabaseSession | null, user: DatabaseUser | null]> {
    const [session, user] = await super.getSessionAndUser(hashSessionId(id));
    return [session && { ...session, id }, user];
  }

  override updateSessionExpiration(id: string, expiresAt: Date): Promise<void> {
    return super.updateSessionExpiration(hashSessionId(id), expiresAt);
  }

  override deleteSession(id: string): Promise<void> {
    return super.deleteSession(hashSessionId(id));
  }
}

export const hashSessionId = (id: string): string => hash("sha256", id, "hex");
