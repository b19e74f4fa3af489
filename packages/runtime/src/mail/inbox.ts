import { type Db, inboxMails, transaction } from "@mainstay/db";
import { desc, notInArray } from "drizzle-orm";
import type { ProcessMailer } from "./process-mailer.ts";

const kept = 500;

/** Keeps mail in a table, for `/dev/mail` to show. Sent again, a mail is the same row. */
export const createInbox = (options: { db: Db; from: string; appUrl: string }): ProcessMailer => ({
  appUrl: options.appUrl,
  async send({ messageId, to, subject, html, text }) {
    await transaction(options.db, async (tx) => {
      await tx
        .insert(inboxMails)
        .values({ id: messageId, at: new Date(), from: options.from, to, subject, html, text })
        .onConflictDoNothing();
      const newest = tx
        .select({ id: inboxMails.id })
        .from(inboxMails)
        .orderBy(desc(inboxMails.at), desc(inboxMails.id))
        .limit(kept);
      await tx.delete(inboxMails).where(notInArray(inboxMails.id, newest));
    });
    return { outcome: "accepted", answer: "inbox", reference: messageId };
  },
  close() {},
});
