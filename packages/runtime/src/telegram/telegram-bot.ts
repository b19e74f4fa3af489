import type { SendAnswer, Telegram } from "@mainstay/core";
import { z } from "zod";
import { noAnswer } from "../outbound/no-answer.ts";

export interface TelegramBot extends Telegram {
  /** Has updates sent to this address, with the secret in a header. */
  connect(to: { url: string; secret: string }): Promise<void>;
}

interface Options {
  readonly token: string;
  readonly botName: string;
  /** Where the Bot API is. */
  readonly url: string;
  readonly timeoutMs?: number;
}

const Said = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.int(),
    description: z.string().optional(),
    parameters: z.object({ retry_after: z.int().optional() }).optional(),
  }),
]);
/** `said` is null where it is not the Bot API that speaks, or not to its end. */
interface Heard {
  readonly status: number;
  readonly said: z.output<typeof Said> | null;
}
const Message = z.object({ message_id: z.int() });

/** The token is part of each address: no error that holds one may leave here. */
export function createTelegramBot({
  token,
  botName,
  url,
  timeoutMs = 15_000,
}: Options): TelegramBot {
  const ask = async (method: string, body: object, signal?: AbortSignal): Promise<Heard> => {
    const limit = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${url.replace(/\/$/, "")}/bot${token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return { status: response.status, said: saidIn(await response.text()) };
  };
  return {
    botName,
    async send({ chatId, html }, signal) {
      signal.throwIfAborted();
      try {
        const message = {
          chat_id: chatId,
          text: html,
          parse_mode: "HTML",
          link_preview_options: { is_disabled: true },
        };
        return answerOf(await ask("sendMessage", message, signal));
      } catch (error) {
        signal.throwIfAborted();
        return noAnswer(error);
      }
    },
    async connect({ url: address, secret }) {
      const { status, said } = await ask("setWebhook", {
        url: address,
        secret_token: secret,
        allowed_updates: ["message"],
      });
      if (said?.ok) return;
      throw new Error(
        `Telegram refused: ${said?.error_code ?? status} ${said?.description ?? ""}`.trim(),
      );
    },
  };
}

/** Chats that nothing will reach again, in Telegram's own words; its code for them is that of any mistake. */
const goneChat =
  /chat not found|user not found|user is deactivated|peer_id_invalid|bot was blocked/i;

function saidIn(body: string): Heard["said"] {
  try {
    return Said.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    // A gateway's page, say.
    return null;
  }
}

function answerOf({ status, said }: Heard): SendAnswer {
  if (!said) return answerOfStranger(status);
  if (said.ok) {
    const { data } = Message.safeParse(said.result);
    return { outcome: "accepted", answer: "200", reference: data ? String(data.message_id) : null };
  }
  const { error_code: code, description = "", parameters } = said;
  const answer = String(code);
  if (code === 403) return { outcome: "refused", answer, gone: true };
  if (code === 400) return { outcome: "refused", answer, gone: goneChat.test(description) };
  // Too many, out of order, or a token that an operator can mend.
  return { outcome: "delayed", answer, retryAfterSeconds: parameters?.retry_after ?? null };
}

/** What stands in between knows nothing of chats: it let nothing through, or lost what came of it. */
function answerOfStranger(status: number): SendAnswer {
  const answer = String(status);
  return status >= 400 && status < 500
    ? { outcome: "delayed", answer, retryAfterSeconds: null }
    : { outcome: "unknown", answer };
}
