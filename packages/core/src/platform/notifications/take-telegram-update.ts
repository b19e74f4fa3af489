import type { MailLocale } from "@mainstay/contracts";
import { accounts, deliveries, telegramCodes, telegramLinks, type Tx } from "@mainstay/db";
import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Clock, Sealer } from "../../ports.ts";
import { writeAudit } from "../audit/write-audit.ts";
import { addressHash, telegramAddress } from "./address-hash.ts";
import { hashTelegramCode } from "./link-telegram.ts";
import { promiseDeliveries } from "./promise-deliveries.ts";
import {
  telegramHelpNotice,
  telegramLinkedNotice,
  telegramUnlinkedNotice,
} from "./telegram-notices.ts";
import type { AnyTemplate } from "./template.ts";
import { withdrawChat } from "./withdraw-deliveries.ts";

/** Of all that Telegram tells, messages of one person to the bot. */
const Update = z.object({
  update_id: z.int(),
  message: z.object({
    chat: z.object({ id: z.int(), type: z.literal("private") }),
    from: z
      .object({ username: z.string().optional(), language_code: z.string().optional() })
      .optional(),
    text: z.string(),
  }),
});

interface From {
  readonly db: Tx;
  readonly sealer: Sealer;
  readonly clock: Clock;
}
interface Message {
  readonly updateId: number;
  readonly chatId: string;
  readonly username: string | null;
  readonly locale: MailLocale;
}

/** The help is not repeated within this. */
const helpEveryMs = 3_600_000;

/** Telegram sends an update again until it is taken, so taking it twice changes nothing. */
export async function takeTelegramUpdate(ctx: From, update: unknown): Promise<void> {
  const parsed = Update.safeParse(update);
  if (!parsed.success) return;
  const { update_id: updateId, message } = parsed.data;
  const chatId = String(message.chat.id);
  const { username = null, language_code: language = "" } = message.from ?? {};
  const from = {
    updateId,
    chatId,
    username,
    locale: language.startsWith("ru") ? "ru" : "en",
  } as const;
  // Of one chat, one at a time: the help is not given twice, and its link has one state.
  await ctx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`telegram:${chatId}`}, 0))`,
  );
  const [, command, code = ""] =
    /^\/(start|stop)(?:\s+([\w-]{1,64}))?\s*$/.exec(message.text) ?? [];
  if (command === "stop") return await unlink(ctx, from);
  if (command === "start" && code !== "" && (await link(ctx, from, code))) return;
  await help(ctx, from);
}

/** Of several starts with one code, one gets it: it is read by deleting it. */
async function link(ctx: From, message: Message, code: string): Promise<boolean> {
  const { chatId, username } = message;
  const now = ctx.clock.now();
  const [used] = await ctx.db
    .delete(telegramCodes)
    .where(and(eq(telegramCodes.hash, hashTelegramCode(code)), gt(telegramCodes.expiresAt, now)))
    .returning({ accountId: telegramCodes.accountId });
  const [account] = used
    ? await ctx.db
        .select()
        .from(accounts)
        .where(eq(accounts.id, used.accountId))
        .for("no key update")
    : [];
  if (account?.status !== "active" || account.email === null) return false;
  const { id: accountId, email, locale, timeZone } = account;
  // What waits for the chat that this one replaces stays between those two.
  await withdrawChat(ctx.db, accountId, now);
  const current = { chatId, username, linkedAt: now };
  await ctx.db
    .insert(telegramLinks)
    .values({ accountId, ...current })
    .onConflictDoUpdate({ target: telegramLinks.accountId, set: current });
  await promiseDeliveries(ctx.sealer, ctx.db, {
    template: telegramLinkedNotice,
    data: { username, at: now.toISOString() },
    accountId,
    locale,
    timeZone,
    addresses: [
      { channel: "email", to: email, hash: addressHash(ctx.sealer, "email", email) },
      telegramAddress(ctx.sealer, chatId),
    ],
  });
  note(ctx, message, accountId, "platform.telegram.link");
  return true;
}

async function unlink(ctx: From, message: Message): Promise<void> {
  const now = ctx.clock.now();
  const left = await ctx.db
    .delete(telegramLinks)
    .where(eq(telegramLinks.chatId, message.chatId))
    .returning({ accountId: telegramLinks.accountId });
  for (const { accountId } of left) {
    await withdrawChat(ctx.db, accountId, now);
    note(ctx, message, accountId, "platform.telegram.unlink");
  }
  if (left.length > 0) await reply(ctx, message, telegramUnlinkedNotice);
}

/** Nothing to a chat that is linked: it knows, and a start may come twice. */
async function help(ctx: From, message: Message): Promise<void> {
  const { chatId } = message;
  const [linked] = await ctx.db
    .select({ accountId: telegramLinks.accountId })
    .from(telegramLinks)
    .where(eq(telegramLinks.chatId, chatId))
    .limit(1);
  if (linked) return;
  const recent = new Date(ctx.clock.now().getTime() - helpEveryMs);
  const told = await ctx.db.$count(
    deliveries,
    and(
      eq(deliveries.addressHash, addressHash(ctx.sealer, "telegram", chatId)),
      eq(deliveries.template, telegramHelpNotice.template),
      gt(deliveries.createdAt, recent),
    ),
  );
  if (told === 0) await reply(ctx, message, telegramHelpNotice);
}

const reply = (ctx: From, { chatId, locale }: Message, template: AnyTemplate): Promise<void> =>
  promiseDeliveries(ctx.sealer, ctx.db, {
    template,
    data: {},
    accountId: null,
    locale,
    timeZone: "UTC",
    addresses: [telegramAddress(ctx.sealer, chatId)],
  });

const note = (ctx: From, message: Message, accountId: string, action: string): void =>
  writeAudit(ctx.db, {
    at: ctx.clock.now(),
    actor: "system:telegram",
    realActor: null,
    action,
    outcome: "done",
    ip: null,
    requestId: `telegram-${message.updateId}`,
    entry: { target: `account:${accountId}` },
    asked: {},
  });
