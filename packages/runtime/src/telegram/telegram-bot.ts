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

const Said = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.int().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.int().optional() }).optional(),
});
type Said = z.output<typeof Said>;
const Message = z.object({ message_id: z.int() });

/** The token is part of each address: no error that holds one may leave here. */
export function createTelegramBot({
  token,
  botName,
  url,
  timeoutMs = 15_000,
}: Options): TelegramBot {
  const ask = async (method: string, body: object, signal?: AbortSignal): Promise<Said> => {
    const limit = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${url.replace(/\/$/, "")}/bot${token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const said = Said.safeParse(await response.json().catch(() => null));
    return said.data ?? { ok: false, error_code: response.status };
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
      const said = await ask("setWebhook", {
        url: address,
        secret_token: secret,
        allowed_updates: ["message"],
      });
      if (!said.ok) {
        throw new Error(
          `Telegram refused: ${said.error_code ?? ""} ${said.description ?? ""}`.trim(),
        );
      }
    },
  };
}

/** Chats that nothing will reach again, in Telegram's own words; its code for them is that of any mistake. */
const goneChat =
  /chat not found|user not found|user is deactivated|peer_id_invalid|bot was blocked/i;

function answerOf(said: Said): SendAnswer {
  if (said.ok) {
    const { data } = Message.safeParse(said.result);
    return { outcome: "accepted", answer: "200", reference: data ? String(data.message_id) : null };
  }
  const code = said.error_code ?? 500;
  const answer = String(code);
  if (code === 403) return { outcome: "refused", answer, gone: true };
  if (code === 400) {
    return { outcome: "refused", answer, gone: goneChat.test(said.description ?? "") };
  }
  // Too many, out of order, or a token that an operator can mend.
  const retryAfterSeconds = said.parameters?.retry_after ?? null;
  return { outcome: "delayed", answer, retryAfterSeconds };
}
