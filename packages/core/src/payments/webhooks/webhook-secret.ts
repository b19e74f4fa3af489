import { createHmac, randomBytes } from "node:crypto";
import type { Sealer } from "../../ports.ts";

/** What secrets are sealed for. */
export const webhookSecretPurpose = "webhook_endpoints.secret";

const prefix = "whsec_";
export const newWebhookSecret = (): string => `${prefix}${randomBytes(32).toString("base64")}`;

export const sealSecret = (sealer: Sealer, secret: string): string =>
  sealer.seal(webhookSecretPurpose, secret);
export const openSecret = (sealer: Sealer, sealed: string): string =>
  sealer.open(webhookSecretPurpose, sealed);

/** As Standard Webhooks 1.0 has it: one signature a secret, between spaces. */
export function webhookHeaders(
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    const hmac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`);
    return `v1,${hmac.digest("base64")}`;
  });
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
