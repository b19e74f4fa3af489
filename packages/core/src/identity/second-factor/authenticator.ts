import { Secret, TOTP } from "otpauth";

const issuer = "Mainstay";
/** What every authenticator app knows; other values are ignored by some of them. */
const shape = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const secretBytes = 20;
/** What secrets are sealed for. */
export const totpPurpose = "totp";

/** In base32, as apps take it by hand. */
export const mintSecret = (): string => new Secret({ size: secretBytes }).base32;

/** The address that an app reads from the picture. */
export const authenticatorUri = (secret: string, account: string): string =>
  new TOTP({ ...shape, issuer, label: account, secret }).toString();

/** The time step that a code belongs to, at most one away from now; null where it is none of them. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const drift = TOTP.validate({
    ...shape,
    secret: Secret.fromBase32(secret),
    token: code,
    timestamp,
    window: 1,
  });
  return drift === null ? null : TOTP.counter({ period: shape.period, timestamp }) + drift;
}
