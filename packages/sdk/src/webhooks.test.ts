import { describe, expect, test } from "vitest";
import { Webhook } from "standardwebhooks";
import { verifyWebhook, WebhookError } from "./webhooks.ts";

const secret = `whsec_${Buffer.from("a secret of some length").toString("base64")}`;
const other = `whsec_${Buffer.from("the secret before this").toString("base64")}`;
const event = {
  id: "msg_1",
  type: "pay_in.completed",
  sequence: 4,
  at: "2026-01-01T00:00:00.000Z",
  data: { id: "o-1", reference: "5 € for Zoë" },
};
const body = JSON.stringify(event);

/** As the standard's own library signs it. */
function signed(payload = body, at = new Date(), by = secret): Record<string, string> {
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(by).sign("msg_1", at, payload),
  };
}
const problemOf = async (verified: Promise<unknown>): Promise<string> => {
  try {
    await verified;
  } catch (error) {
    if (error instanceof WebhookError) return error.problem;
    throw error;
  }
  return "none";
};
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);

describe("a webhook", () => {
  test("with its signature is believed, and is the event", async () => {
    expect(await verifyWebhook(body, signed(), secret)).toEqual(event);
  });

  test("is read from bytes, and headers of any kind and case", async () => {
    const headers = signed();
    const upper = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
    );
    const bytes = new TextEncoder().encode(body);
    expect(await verifyWebhook(bytes, new Headers(headers), secret)).toEqual(event);
    expect(await verifyWebhook(body, upper, secret)).toEqual(event);
  });

  test("is believed under either secret while one replaces the other, on both sides", async () => {
    const both = {
      ...signed(),
      "webhook-signature": `${signed(body, new Date(), other)["webhook-signature"]} v2,x ${signed()["webhook-signature"]}`,
    };
    expect(await verifyWebhook(body, both, secret)).toEqual(event);
    expect(await verifyWebhook(body, both, other)).toEqual(event);
    expect(await verifyWebhook(body, signed(), [other, secret])).toEqual(event);
  });

  test.each([-301, 301])("that is %d s off is not believed", async (seconds) => {
    const headers = signed(body, ago(seconds));
    expect(await problemOf(verifyWebhook(body, headers, secret))).toBe("timestamp");
  });
  test.each([-290, 290])("that is %d s off is", async (seconds) => {
    expect(await verifyWebhook(body, signed(body, ago(seconds)), secret)).toEqual(event);
  });
  test("is believed for as long as the receiver says", async () => {
    const headers = signed(body, ago(60));
    const within = (toleranceSeconds: number) =>
      problemOf(verifyWebhook(body, headers, secret, { toleranceSeconds }));
    expect([await within(30), await within(90)]).toEqual(["timestamp", "none"]);
  });

  test("that was changed, or signed with another secret, is not believed", async () => {
    const of = (text: string, headers: Record<string, string>, by: string | string[] = secret) =>
      problemOf(verifyWebhook(text, headers, by));
    const now = Math.floor(Date.now() / 1_000);
    const { "webhook-signature": signature = "" } = signed();
    const wrong = [
      of(body.replace("o-1", "o-2"), signed()),
      of(body, signed(body, new Date(), other)),
      of(body, { ...signed(), "webhook-timestamp": String(now + 9) }),
      of(body, { ...signed(), "webhook-id": "msg_2" }),
      of(body, { ...signed(), "webhook-signature": signature.slice(3) }),
      of(body, { ...signed(), "webhook-signature": `v1,${"A".repeat(43)}=` }),
      of(body, { ...signed(), "webhook-signature": "v1,*" }),
      of(body, { ...signed(), "webhook-signature": "v1," }),
      of(body, signed(), []),
    ];
    expect(new Set(await Promise.all(wrong))).toEqual(new Set(["signature"]));
  });

  test("without what it needs says what is missing", async () => {
    const { "webhook-id": _, ...rest } = signed();
    await expect(verifyWebhook(body, rest, secret)).rejects.toThrow(/no webhook-id header/);
    const soon = { ...signed(), "webhook-timestamp": "soon" };
    expect(await problemOf(verifyWebhook(body, soon, secret))).toBe("timestamp");
    for (const none of ["", "whsec_", "whsec_*", secret.slice(6)])
      expect(await problemOf(verifyWebhook(body, signed(), none))).toBe("secret");
  });

  test("that is signed but no event, or another one, is told apart", async () => {
    for (const text of ["not json", "[]", "null", body.replace("msg_1", "msg_2")])
      expect(await problemOf(verifyWebhook(text, signed(text), secret))).toBe("payload");
  });
});
