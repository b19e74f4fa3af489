import { hash } from "node:crypto";
import { Audience } from "@mainstay/contracts";
import type { Db, DbOrTx } from "@mainstay/db";
import { errors, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Bus, Clock, Sealer } from "../../ports.ts";
import { algorithm, SigningKeys } from "./signing-keys.ts";

export const accessTokenMs = 10 * 60_000;
const type = "at+jwt";
/** Verified tokens that are remembered. */
const mostRemembered = 20_000;

/** What a token says: which session of whom, at which door. What may be done is not in it. */
export interface AccessClaims {
  readonly accountId: string;
  /** The public one. */
  readonly sessionId: string;
  readonly audience: Audience;
}
const Payload = z.object({ sub: z.uuid(), sid: z.uuid(), aud: Audience, exp: z.number() });
type Verified = AccessClaims & { readonly until: number };

/** Signs and verifies access tokens. Verifying one again costs a hash. */
export class AccessTokens {
  readonly #keys: SigningKeys;
  readonly #clock: Clock;
  readonly #issuer: string;
  readonly #verified = new Map<string, Verified>();

  constructor(from: { db: Db; bus: Bus; sealer: Sealer; clock: Clock; issuer: string }) {
    this.#keys = new SigningKeys({ ...from, dropped: () => this.#verified.clear() });
    this.#clock = from.clock;
    this.#issuer = from.issuer;
  }

  close(): void {
    this.#keys.close();
  }

  async sign(
    db: DbOrTx,
    { accountId, sessionId, audience }: AccessClaims,
    lifeMs = accessTokenMs,
  ): Promise<{ token: string; expiresAt: Date }> {
    const { kid, privateKey } = await this.#keys.signing(db);
    const issuedAt = Math.floor(this.#clock.now().getTime() / 1_000);
    const expiresAt = issuedAt + Math.floor(lifeMs / 1_000);
    const token = await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: algorithm, typ: type, kid })
      .setIssuer(this.#issuer)
      .setSubject(accountId)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(privateKey);
    return { token, expiresAt: new Date(expiresAt * 1_000) };
  }

  /** Null where it is not one of ours, or has run out. At once where it is known. */
  verify(token: string): AccessClaims | null | Promise<AccessClaims | null> {
    const name = hash("sha256", token, "base64");
    const known = this.#verified.get(name);
    if (!known) return this.#verifyAnew(token, name);
    if (known.until > this.#clock.now().getTime()) return known;
    this.#verified.delete(name);
    return null;
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    return { keys: (await this.#keys.all()).map(({ publicJwk }) => publicJwk) };
  }

  async #verifyAnew(token: string, name: string): Promise<AccessClaims | null> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyNamed(kid), {
        algorithms: [algorithm],
        issuer: this.#issuer,
        typ: type,
        currentDate: this.#clock.now(),
      });
      const parsed = Payload.safeParse(payload);
      if (!parsed.success) return null;
      const { sub, sid, aud, exp } = parsed.data;
      const verified = { accountId: sub, sessionId: sid, audience: aud, until: exp * 1_000 };
      this.#remember(name, verified);
      return verified;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  async #keyNamed(kid: string | undefined) {
    const key = await this.#keys.named(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key.publicKey;
  }

  #remember(name: string, verified: Verified): void {
    this.#verified.set(name, verified);
    if (this.#verified.size <= mostRemembered) return;
    const [oldest] = this.#verified.keys();
    if (oldest !== undefined) this.#verified.delete(oldest);
  }
}
