import { type Db, inboxMails } from "@mainstay/db";
import { desc, eq } from "drizzle-orm";
import { z } from "zod";

export type InboxMail = typeof inboxMails.$inferSelect;

/** Newest first. */
export const listMails = (db: Db, to?: string): Promise<InboxMail[]> =>
  db
    .select()
    .from(inboxMails)
    .where(to === undefined ? undefined : eq(inboxMails.to, to))
    .orderBy(desc(inboxMails.at), desc(inboxMails.id));

export async function findMail(db: Db, id: string): Promise<InboxMail | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined;
  const [mail] = await db.select().from(inboxMails).where(eq(inboxMails.id, id));
  return mail;
}

export const deleteMails = async (db: Db): Promise<void> => void (await db.delete(inboxMails));
