import { hash } from "node:crypto";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { accounts, type DbOrTx, prepared, sessions } from "@mainstay/db";
import { getTableColumns, sql } from "drizzle-orm";
import type { DatabaseSession, DatabaseUser } from "lucia";

/** Lucia's id is the credential, so what is stored is its hash: a copy of the table opens no session. */
export class HashingAdapter extends DrizzlePostgreSQLAdapter {
  readonly #db: DbOrTx;

  constructor(db: DbOrTx) {
    super(db, sessions, accounts);
    this.#db = db;
  }

  override async setSession({ id, attributes, ...session }: DatabaseSession): Promise<void> {
    await prepared(this.#db, "identity_set_session", (on) =>
      on.insert(sessions).values(placeholders),
    ).execute({ ...session, ...attributes, id: hashSessionId(id) });
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

/** Every column: the attributes are all the others. */
const placeholders = Object.fromEntries(
  Object.keys(getTableColumns(sessions)).map((name) => [name, sql.placeholder(name)]),
) as unknown as typeof sessions.$inferInsert;

export const hashSessionId = (id: string): string => hash("sha256", id, "hex");
