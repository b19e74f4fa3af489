import { randomUUID } from "node:crypto";
import {
  type Db,
  type DbOrTx,
  signingKeys,
  transaction,
  type Tx,
  wakeAfterCommit,
} from "@mainstay/db";
import { asc, sql } from "drizzle-orm";
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Bus, Clock, Sealer } from "../../ports.ts";

export const signingKeysTopic = "identity.signing_keys";
/** What a private key is sealed for. */
export const signingKeyPurpose = "signing-key";
export const algorithm = "EdDSA";
/** A change that was not heard is seen after this. */
const maxAgeMs = 5 * 60_000;
/** Anybody can name a key that does not exist; it is looked for this often at most. */
const lookAgainMs = 10_000;

export interface SigningKey {
  readonly kid: string;
  readonly signsFrom: Date;
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** The keys of access tokens as this process knows them, oldest first; the first one makes itself. */
export class SigningKeys {
  readonly #db: Db;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #off: () => void;
  #keys: readonly SigningKey[] | null = null;
  #loadedAt = 0;

  constructor(from: { db: Db; bus: Bus; sealer: Sealer; clock: Clock; dropped: () => void }) {
    this.#db = from.db;
    this.#sealer = from.sealer;
    this.#clock = from.clock;
    const drop = (): void => {
      this.#keys = null;
      from.dropped();
    };
    this.#off = from.bus.on(signingKeysTopic, drop, drop);
  }

  close(): void {
    this.#off();
  }

  /** In a transaction it is asked, so that nobody who holds a connection waits for another one. */
  async all(db: DbOrTx = this.#db): Promise<readonly SigningKey[]> {
    if (this.#keys && performance.now() - this.#loadedAt < maxAgeMs) return this.#keys;
    let rows = await readRows(db);
    if (rows.length === 0) {
      await transaction(this.#db, (tx) => addFirstKey(tx, this.#sealer, this.#clock.now()));
      rows = await readRows(db);
    }
    this.#keys = await Promise.all(rows.map((row) => this.#open(row)));
    this.#loadedAt = performance.now();
    return this.#keys;
  }

  /** The newest whose time has come. */
  async signing(db: DbOrTx): Promise<SigningKey> {
    const keys = await this.all(db);
    const now = this.#clock.now();
    const key = keys.findLast(({ signsFrom }) => signsFrom <= now) ?? keys[0];
    if (!key) throw new Error("There is no key to sign access tokens with");
    return key;
  }

  async named(kid: string | undefined): Promise<SigningKey | undefined> {
    const known = (await this.all()).find((key) => key.kid === kid);
    if (known || performance.now() - this.#loadedAt < lookAgainMs) return known;
    this.#keys = null;
    return (await this.all()).find((key) => key.kid === kid);
  }

  async #open(row: typeof signingKeys.$inferSelect): Promise<SigningKey> {
    const publicJwk = JSON.parse(row.publicJwk) as JWK;
    const sealed = this.#sealer.open(signingKeyPurpose, row.sealedPrivateJwk);
    const [publicKey, privateKey] = await Promise.all([
      importJWK(publicJwk, algorithm),
      importJWK(JSON.parse(sealed) as JWK, algorithm),
    ]);
    if (publicKey instanceof Uint8Array || privateKey instanceof Uint8Array) {
      throw new TypeError(`The signing key ${row.kid} is not a pair of keys`);
    }
    return { kid: row.kid, signsFrom: row.signsFrom, publicJwk, publicKey, privateKey };
  }
}

export const readRows = (db: DbOrTx): Promise<(typeof signingKeys.$inferSelect)[]> =>
  db.select().from(signingKeys).orderBy(asc(signingKeys.signsFrom), asc(signingKeys.kid));

/** One at a time, in all processes. */
export const lockSigningKeys = (tx: Tx): Promise<unknown> =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext(${signingKeysTopic}))`);

async function addFirstKey(tx: Tx, sealer: Sealer, now: Date): Promise<void> {
  await lockSigningKeys(tx);
  const [there] = await readRows(tx);
  if (!there) await addSigningKey(tx, { sealer, now, signsFrom: now });
}

export async function addSigningKey(
  tx: Tx,
  { sealer, now, signsFrom }: { sealer: Sealer; now: Date; signsFrom: Date },
): Promise<void> {
  const kid = randomUUID();
  const pair = await generateKeyPair(algorithm, { crv: "Ed25519", extractable: true });
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: algorithm, use: "sig" };
  await tx.insert(signingKeys).values({
    kid,
    publicJwk: JSON.stringify(publicJwk),
    sealedPrivateJwk: sealer.seal(
      signingKeyPurpose,
      JSON.stringify(await exportJWK(pair.privateKey)),
    ),
    createdAt: now,
    signsFrom,
  });
  wakeAfterCommit(tx, signingKeysTopic);
}
