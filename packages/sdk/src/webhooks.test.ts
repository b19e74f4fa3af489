import { describe, expect, test } from "vitest";
import { Webhook } from "standardwebhooks";
import { verifyWebhook, type WebhookEvent, WebhookError } from "./webhooks.ts";

const secret = `whsec_${Buffer.from("a secret of some length").toString("base64")}`;
const body = JSON.stringify({
  type: "payments.order_paid",
  timestamp: "2026-01-01T00:00:00Z",
  data: { order: "o-1" },
});

function signed(payload = body, at = new Date(), by = secret): Record<string, string> {
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(by).sign("msg_1", at, payload),
  };
}
const problemOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (error instanceof WebhookError) return error.problem;
    throw error;
  }
  return "none";
};

describe("a webhook", () => {
  test("with its signature is believed, and typed by the caller", () => {
    type Paid = WebhookEvent<"payments.order_paid", { order: string }>;
    const event = verifyWebhook<Paid>(body, signed(), secret);
    const order: string = event.data.order;
    expect([event.id, event.type, order]).toEqual(["msg_1", "payments.order_paid", "o-1"]);
  });

  test("is read from bytes, and headers of any kind and case", () => {
    const headers = signed();
    const upper = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
    );
    expect(verifyWebhook(new TextEncoder().encode(body), new Headers(headers), secret).id).toBe(
      "msg_1",
    );
    expect(verifyWebhook(body, upper, secret).id).toBe("msg_1");
  });

  test("is believed under either secret while one replaces the other", () => {
    const old = `whsec_${Buffer.from("the secret before this").toString("base64")}`;
    const both = {
      ...signed(),
      "webhook-signature": `${signed(body, new Date(), old)["webhook-signature"]} ${signed()["webhook-signature"]}`,
    };
    expect(verifyWebhook(body, both, secret).id).toBe("msg_1");
  });

  test.each([-301, 301])("that is %d s off is not believed", (seconds) => {
    const headers = signed(body, new Date(Date.now() + seconds * 1_000));
    expect(problemOf(() => verifyWebhook(body, headers, secret))).toBe("timestamp");
  });
  test.each([-290, 290])("that is %d s off is", (seconds) => {
    const headers = signed(body, new Date(Date.now() + seconds * 1_000));
    expect(verifyWebhook(body, headers, secret).id).toBe("msg_1");
  });

  test("that was changed, or signed with another secret, is not believed", () => {
    expect(problemOf(() => verifyWebhook(body.replace("o-1", "o-2"), signed(), secret))).toBe(
      "signature",
    );
    const other = signed(body, new Date(), `whsec_${Buffer.from("another").toString("base64")}`);
    expect(problemOf(() => verifyWebhook(body, other, secret))).toBe("signature");
    const later = { ...signed(), "webhook-timestamp": String(Math.floor(Date.now() / 1_000) + 9) };
    expect(problemOf(() => verifyWebhook(body, later, secret))).toBe("signature");
  });

  test("without what it needs says what is missing", () => {
    const { "webhook-id": _, ...rest } = signed();
    expect(() => verifyWebhook(body, rest, secret)).toThrow(/no webhook-id header/);
    expect(
      problemOf(() => verifyWebhook(body, { ...signed(), "webhook-timestamp": "soon" }, secret)),
    ).toBe("timestamp");
    expect(problemOf(() => verifyWebhook(body, signed(), ""))).toBe("secret");
  });

  test("that is signed but no event is told apart", () => {
    expect(problemOf(() => verifyWebhook("not json", signed("not json"), secret))).toBe("payload");
    expect(problemOf(() => verifyWebhook("[]", signed("[]"), secret))).toBe("payload");
  });
});
