import { type Mainstay, MainstayError, type PaymentSession } from "@mainstay/sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followPayment } from "./follow-payment.ts";
import { sampleSessions } from "./sample-sessions.ts";

type Observer = Parameters<Mainstay["payments"]["sessions"]["watch"]["subscribe"]>[1];
const { choosing, paying, checking } = sampleSessions;

function stage(answers: (PaymentSession | MainstayError)[]) {
  let asked = 0;
  let observer: Observer = {};
  const last = answers.at(-1);
  const query = async (): Promise<PaymentSession> => {
    const answer = answers[asked] ?? last;
    asked += 1;
    if (answer instanceof MainstayError) throw answer;
    return answer as PaymentSession;
  };
  const sessions = {
    get: { query },
    watch: {
      subscribe: (_input: object, given: Observer) => {
        observer = given;
        return { unsubscribe() {} };
      },
    },
  };
  const heard: string[] = [];
  const logos: (string | undefined)[] = [];
  const payment = followPayment({ payments: { sessions } } as unknown as Mainstay, {
    session({ state, sequence, store }) {
      heard.push(`${state} ${sequence}`);
      logos.push(store.logo?.url);
    },
    refused: () => heard.push("refused"),
    reached: (isReached) => heard.push(isReached ? "here" : "away"),
  });
  return { payment, heard, logos, observer: () => observer, asked: () => asked };
}
const settle = () => vi.advanceTimersByTimeAsync(0);
const unreachable = new MainstayError({
  reason: "client.unreachable",
  kind: "unavailable",
  message: "m",
});
const refused = new MainstayError({
  reason: "request.unauthenticated",
  kind: "unauthenticated",
  message: "m",
});
const connected = { state: "pending", error: null } as const;

describe("following a payment", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("never goes back: an answer that was overtaken is left out", async () => {
    const { payment, heard, observer } = stage([checking]);
    await settle();
    observer().onData?.({ id: "1", data: paying });
    payment.take(choosing);
    payment.take({ ...checking, serverTime: "2026-03-01T11:59:00Z" });
    expect(heard).toEqual(["checking 1003", "here", "here"]);
  });

  it("reads again what happened before a connection was made", async () => {
    const { heard, observer, asked } = stage([choosing, paying]);
    await settle();
    observer().onStarted?.();
    await settle();
    expect(asked()).toBe(2);
    expect(heard).toContain("paying 1002");
  });

  it("asks every five seconds where nothing is told, and not where it is", async () => {
    const { payment, observer, asked } = stage([paying]);
    await settle();
    await vi.advanceTimersByTimeAsync(4_000);
    payment.look(null, 0);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    payment.look(null, 0);
    expect(asked()).toBe(2);
    observer().onConnectionStateChange?.(connected);
    await vi.advanceTimersByTimeAsync(60_000);
    payment.look(null, 0);
    expect(asked()).toBe(2);
  });

  it("asks again where what told it has ended", async () => {
    const { payment, observer, asked, heard } = stage([paying]);
    await settle();
    observer().onConnectionStateChange?.(connected);
    observer().onError?.(unreachable);
    expect(heard.at(-1)).toBe("away");
    await vi.advanceTimersByTimeAsync(6_000);
    payment.look(null, 0);
    expect(asked()).toBe(2);
  });

  it("asks the server once a time is up, also where it is told", async () => {
    const { payment, observer, asked } = stage([paying]);
    await settle();
    observer().onConnectionStateChange?.(connected);
    await vi.advanceTimersByTimeAsync(3_500);
    const deadline = paying.order.deadline;
    payment.look(deadline, Date.parse(deadline) - 1);
    expect(asked()).toBe(1);
    payment.look(deadline, Date.parse(deadline));
    expect(asked()).toBe(2);
  });

  it("tells a server that is away from one that refuses", async () => {
    const { payment, heard } = stage([unreachable, refused]);
    await settle();
    await payment.read();
    expect(heard).toEqual(["away", "refused"]);
  });

  it("asks once, however many want to know", async () => {
    const { payment, asked } = stage([paying]);
    await Promise.all([payment.read(), payment.read()]);
    expect(asked()).toBe(1);
  });

  it("does not load the logo again for an address that was signed anew", async () => {
    const of = (url: string): PaymentSession => ({
      ...paying,
      store: { ...paying.store, logo: { url } },
    });
    const { payment, logos } = stage([of("https://f/l?a=1")]);
    await settle();
    payment.take(of("https://f/l?a=2"));
    payment.take(of("https://f/other?a=2"));
    expect(logos).toEqual(["https://f/l?a=1", "https://f/l?a=1", "https://f/other?a=2"]);
  });
});
