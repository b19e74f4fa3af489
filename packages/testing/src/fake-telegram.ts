import { type FakeAnswer, fakeServer, type silence } from "./fake-server.ts";

export interface SentMessage {
  readonly chat_id: string;
  readonly text: string;
  readonly parse_mode: string;
}
type Verdict = FakeAnswer | typeof silence | "taken";

export interface FakeTelegram extends AsyncDisposable {
  /** What a process needs to know of it. */
  readonly env: Record<"TELEGRAM_URL" | "TELEGRAM_BOT_TOKEN" | "TELEGRAM_BOT_NAME", string>;
  /** All that it was asked to send, whatever it answered. */
  readonly messages: SentMessage[];
  /** What it was asked besides. */
  readonly calls: { method: string; body: Record<string, unknown> }[];
  /** Once for each message. */
  verdict: (message: SentMessage) => Verdict;
}

export const telegramError = (
  code: number,
  description: string,
  parameters?: object,
): FakeAnswer => ({
  status: code,
  body: JSON.stringify({ ok: false, error_code: code, description, parameters }),
});

/** The Bot API, as far as we use it. */
export async function fakeTelegram(): Promise<FakeTelegram> {
  const token = "123456:fake-token-of-a-bot-0123456789";
  const server = await fakeServer(({ path, body }) => {
    const method = path.replace(`/bot${token}/`, "");
    if (method === path) return telegramError(401, "Unauthorized");
    const said = JSON.parse(body.toString()) as Record<string, unknown>;
    if (method !== "sendMessage") {
      fake.calls.push({ method, body: said });
      return { body: JSON.stringify({ ok: true, result: true }) };
    }
    const message = said as unknown as SentMessage;
    fake.messages.push(message);
    const verdict = fake.verdict(message);
    if (verdict !== "taken") return verdict;
    const result = { message_id: fake.messages.length, chat: { id: message.chat_id } };
    return { body: JSON.stringify({ ok: true, result }) };
  });
  const fake: FakeTelegram = {
    env: { TELEGRAM_URL: server.url, TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_NAME: "fake_bot" },
    messages: [],
    calls: [],
    verdict: () => "taken",
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return fake;
}
