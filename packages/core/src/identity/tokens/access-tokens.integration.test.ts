import { createHmac, randomUUID } from "node:crypto";
import { signingKeys } from "@mainstay/db";
import { testDatabase, testProcess } from "@mainstay/testing";
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
} from "jose";
import { describe, expect, it, vi } from "vitest";
import { AccessTokens } from "./access-tokens.ts";
import { signingKeyPurpose } from "./signing-keys.ts";

const claims = { accountId: randomUUID(), sessionId: randomUUID(), audience: "merchant" } as const;
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

async function tokens() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const { services } = stack.use(await testProcess(database));
  const { token } = await services.tokens.sign(services.db, claims);
  const [key] = await database.db.select().from(signingKeys);
  if (!key) throw new Error("there is no key");
  const privateJwk = JSON.parse(
    services.sealer.open(signingKeyPurpose, key.sealedPrivateJwk),
  ) as object;
  return {
    database,
    services,
    token,
    key,
    privateJwk,
    header: decodeProtectedHeader(token),
    payload: decodeJwt(token),
    verify: async (text: string) => services.tokens.verify(text),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("an access token", () => {
  it("says which session of whom at which door, and is taken", async () => {
    await using at = await tokens();
    expect(at.header).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: at.key.kid });
    const { accountId: sub, sessionId: sid, audience: aud } = claims;
    expect(at.payload).toMatchObject({ sub, sid, aud, iss: at.services.env.PUBLIC_URL });
    expect((at.payload.exp ?? 0) - (at.payload.iat ?? 0)).toBe(600);
    expect(await at.verify(at.token)).toMatchObject(claims);
    // Known by now, and so without waiting.
    expect(at.services.tokens.verify(at.token)).toMatchObject(claims);
  });

  it("without a signature is refused, however its algorithm is spelt", async () => {
    await using at = await tokens();
    for (const alg of ["none", "None", "NONE", "nOnE"]) {
      const unsigned = `${encode({ ...at.header, alg })}.${encode(at.payload)}.`;
      expect(await at.verify(unsigned)).toBeNull();
    }
    const [header = "", payload = ""] = at.token.split(".");
    expect(await at.verify(`${header}.${payload}.`)).toBeNull();
    expect(await at.verify(`${header}.${payload}`)).toBeNull();
  });

  it("signed by HMAC with the public key as its secret is refused", async () => {
    await using at = await tokens();
    const x = (JSON.parse(at.key.publicJwk) as { x: string }).x;
    for (const secret of [at.key.publicJwk, x, Buffer.from(x, "base64url")]) {
      const text = `${encode({ ...at.header, alg: "HS256" })}.${encode(at.payload)}`;
      const signature = createHmac("sha256", secret).update(text).digest("base64url");
      expect(await at.verify(`${text}.${signature}`)).toBeNull();
    }
  });

  it("signed by a foreign key is refused, under our key's id, its own or with the key inside", async () => {
    await using at = await tokens();
    const foreign = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
    const jwk = await exportJWK(foreign.publicKey);
    const headers = [
      at.header,
      { ...at.header, kid: "another" },
      { ...at.header, jwk },
      { ...at.header, jku: "http://127.0.0.1:9/jwks.json" },
    ];
    for (const header of headers) {
      const forged = await new SignJWT(at.payload)
        .setProtectedHeader({ ...header, alg: "EdDSA" })
        .sign(foreign.privateKey);
      expect(await at.verify(forged)).toBeNull();
    }
  });

  it("of another issuer, door, type or time is refused, although our key signed it", async () => {
    await using at = await tokens();
    const key = await importJWK(at.privateJwk, "EdDSA");
    const now = Math.floor(Date.now() / 1_000);
    const sign = (payload: object, header: object = {}) =>
      new SignJWT({ ...at.payload, ...payload })
        .setProtectedHeader({ alg: "EdDSA", ...at.header, ...header })
        .sign(key);
    expect(await at.verify(await sign({}))).toMatchObject(claims);
    const wrong = [
      await sign({ iss: "https://elsewhere.example" }),
      await sign({ aud: "everybody" }),
      await sign({ aud: ["merchant", "admin"] }),
      await sign({ sub: "nobody" }),
      await sign({ sid: undefined }),
      await sign({ exp: undefined }),
      await sign({ exp: now - 1 }),
      await sign({ nbf: now + 60 }),
      await sign({}, { typ: "JWT" }),
      await sign({}, { typ: undefined }),
      await sign({}, { kid: undefined }),
    ];
    for (const token of wrong) expect(await at.verify(token)).toBeNull();
  });

  it("that names its key by a path, a query or nonsense is refused", async () => {
    await using at = await tokens();
    const key = await importJWK(at.privateJwk, "EdDSA");
    const kids = [
      "../../dev/null",
      "' or 1=1 --",
      "",
      `${at.key.kid}\0`,
      "__proto__",
      "constructor",
    ];
    for (const kid of kids) {
      const token = await new SignJWT(at.payload)
        .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
        .sign(key);
      expect(await at.verify(token)).toBeNull();
    }
  });

  it("with any byte changed is refused", async () => {
    await using at = await tokens();
    const places = Array.from({ length: Math.floor(at.token.length / 7) }, (_, n) => n * 7);
    const changed = places.map((place) => {
      // The first bits of a character always count, whatever its place.
      const other = at.token[place] === "A" ? "w" : "A";
      return at.token.slice(0, place) + other + at.token.slice(place + 1);
    });
    const taken = await Promise.all(changed.map((text) => at.verify(text)));
    expect(taken).toEqual(places.map(() => null));
  });

  it("runs out also where it is known", async () => {
    await using database = await testDatabase();
    await using process = await testProcess(database);
    const { services } = process;
    const now = vi.fn(() => new Date());
    const issuer = "https://api.example.com";
    const own = new AccessTokens({ ...services, clock: { now }, issuer });
    const { token, expiresAt } = await own.sign(services.db, claims);
    expect(await own.verify(token)).toMatchObject(claims);
    now.mockReturnValue(new Date(expiresAt.getTime() + 1));
    expect(await own.verify(token)).toBeNull();
    own.close();
  });
});

describe("signing keys", () => {
  it("make themselves, once, however many processes begin at the same time", async () => {
    await using database = await testDatabase();
    await using stack = new AsyncDisposableStack();
    const processes = await Promise.all(Array.from({ length: 4 }, () => testProcess(database)));
    for (const process of processes) stack.use(process);
    const made = await Promise.all(
      processes.flatMap(({ services }) =>
        Array.from({ length: 5 }, () => services.tokens.sign(services.db, claims)),
      ),
    );
    expect(await database.db.select().from(signingKeys)).toHaveLength(1);
    for (const { services } of processes) {
      for (const { token } of made) expect(await services.tokens.verify(token)).not.toBeNull();
    }
  });

  it("lie sealed in the database; only their public half is published", async () => {
    await using at = await tokens();
    expect(at.key.sealedPrivateJwk).toMatch(/^v1\./);
    const { keys } = await at.services.tokens.publicKeys();
    expect(keys).toEqual([
      {
        kty: "OKP",
        crv: "Ed25519",
        x: expect.any(String),
        kid: at.key.kid,
        alg: "EdDSA",
        use: "sig",
      },
    ]);
  });
});
