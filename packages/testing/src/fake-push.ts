import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { type FakeAnswer, type FakeRequest, fakeServer, type silence } from "./fake-server.ts";

export interface TestBrowser {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** Reads what was pushed to it: RFC 8291 by its text, and not by the library that wrote it. */
  read(body: Buffer): unknown;
}

/** A browser that has subscribed at a push service. */
export function testBrowser(host = "updates.push.services.mozilla.com"): TestBrowser {
  const own = createECDH("prime256v1");
  own.generateKeys();
  const auth = randomBytes(16);
  return {
    endpoint: `https://${host}/wpush/v2/${randomBytes(24).toString("base64url")}`,
    keys: { p256dh: own.getPublicKey("base64url"), auth: auth.toString("base64url") },
    read(body) {
      const salt = body.subarray(0, 16);
      const keyLength = body.readUInt8(20);
      const sender = body.subarray(21, 21 + keyLength);
      const sealed = body.subarray(21 + keyLength);
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), own.getPublicKey(), sender]);
      const shared = hkdf(own.computeSecret(sender), auth, info, 32);
      const key = hkdf(shared, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
      const nonce = hkdf(shared, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
      const decipher = createDecipheriv("aes-128-gcm", key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
    },
  };
}
const hkdf = (secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, length));

export interface Pushed {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
export interface FakePush extends AsyncDisposable {
  readonly url: string;
  readonly pushed: Pushed[];
  verdict: (pushed: Pushed) => FakeAnswer | typeof silence;
}

/** A push service that believes nobody who is not signed for (RFC 8292). */
export async function fakePush(): Promise<FakePush> {
  const server = await fakeServer((request) => {
    if (!isSigned(request)) return { status: 401 };
    fake.pushed.push(request);
    return fake.verdict(request);
  });
  const fake: FakePush = {
    url: server.url,
    pushed: [],
    verdict: () => ({ status: 201 }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return fake;
}

function isSigned({ headers }: FakeRequest): boolean {
  const [, token = "", key = ""] =
    /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(headers.authorization ?? "") ?? [];
  const [header = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) =>
    half.toString("base64url"),
  );
  if (!x || !y) return false;
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<
    "aud" | "exp" | "sub",
    unknown
  >;
  return (
    verify(
      "sha256",
      Buffer.from(`${header}.${claims}`),
      { key: publicKey, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    ) &&
    aud === "https://updates.push.services.mozilla.com" &&
    typeof sub === "string" &&
    sub.startsWith("mailto:") &&
    Number(exp) > Date.now() / 1_000
  );
}
