import { unavailable } from "@mainstay/contracts";
import type { FileStore } from "@mainstay/core";
import { AwsClient } from "aws4fetch";

export interface S3Options {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  readonly pathStyle: boolean;
  /** Where everybody may load public files: a CDN before the bucket. */
  readonly publicUrl: string | undefined;
  readonly timeoutMs?: number;
}

/** Any store that speaks S3. Clients put and load the bytes there, by addresses that are signed here. */
export function createS3Store(options: S3Options): FileStore {
  const { bucket, pathStyle, publicUrl, timeoutMs = 20_000 } = options;
  const { accessKeyId, secretAccessKey, region } = options;
  // Repeating is ours: jobs do it, and whoever waits for an answer does it himself.
  const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 0 });
  const endpoint = new URL(options.endpoint);
  const base = pathStyle
    ? `${endpoint.origin}/${bucket}`
    : `${endpoint.protocol}//${bucket}.${endpoint.host}`;
  const urlOf = (key: string): string => `${base}/${key}`;

  const ask = async (
    key: string,
    init: { method: string; body?: Buffer; type?: string },
    signal: AbortSignal,
  ): Promise<Response> => {
    const headers = init.type === undefined ? {} : { "content-type": init.type };
    const body = init.body ? new Uint8Array(init.body) : null;
    const signed = await signer.sign(urlOf(key), { method: init.method, headers, body });
    return await fetch(signed, {
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    }).catch(away(signal));
  };
  const presign = async (
    key: string,
    init: { method: string; headers?: Record<string, string> },
    expiresAt: Date,
    query: Record<string, string> = {},
  ): Promise<string> => {
    const url = new URL(urlOf(key));
    const seconds = Math.max(1, Math.floor((expiresAt.getTime() - Date.now()) / 1_000));
    url.searchParams.set("X-Amz-Expires", String(seconds));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { url: signed } = await signer.sign(url.href, {
      ...init,
      aws: { signQuery: true, allHeaders: true },
    });
    return signed;
  };

  return {
    local: null,
    async putLink({ key, type, bytes, expiresAt }) {
      // Signed with the address: neither more bytes nor another type are taken by it.
      const headers = { "content-type": type, "content-length": String(bytes) };
      const url = await presign(key, { method: "PUT", headers }, expiresAt);
      // The length is what a client's own HTTP says by itself; a page may not even name it.
      return { url, headers: { "content-type": type } };
    },
    async getLink({ key, disposition, expiresAt }) {
      if (expiresAt === null && publicUrl !== undefined) {
        return { url: `${publicUrl.replace(/\/$/, "")}/${key}`, expiresAt };
      }
      const end = expiresAt ?? new Date(Date.now() + weekMs);
      const query = { "response-content-disposition": disposition };
      return { url: await presign(key, { method: "GET" }, end, query), expiresAt: end };
    },
    async read(key, mostBytes, signal) {
      const response = await ask(key, { method: "GET" }, signal);
      if (response.status === 404) {
        await response.body?.cancel();
        return null;
      }
      await mustBeFine(response, "read");
      return await bodyOf(response, mostBytes).catch(away(signal));
    },
    async write(key, body, type, signal) {
      const response = await ask(key, { method: "PUT", body, type }, signal);
      await mustBeFine(response, "write");
      await response.body?.cancel();
    },
    async remove(key, signal) {
      const response = await ask(key, { method: "DELETE" }, signal);
      if (response.status !== 404) await mustBeFine(response, "remove");
      await response.body?.cancel();
    },
    // A bucket keeps nothing of what did not come whole.
    removePartial: async () => {},
  };
}

/** As long as an address may be signed for. */
const weekMs = 7 * 86_400_000;

async function bodyOf(response: Response, mostBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let came = 0;
  for await (const part of response.body ?? []) {
    parts.push(part as Uint8Array);
    came += (part as Uint8Array).length;
    if (came > mostBytes) break;
  }
  return Buffer.concat(parts).subarray(0, mostBytes + 1);
}

/** Whose call was ended hears of that; else it is the store that failed. */
const away =
  (signal: AbortSignal) =>
  (error: unknown): never => {
    signal.throwIfAborted();
    throw isAway(error);
  };

/** What the store says of it may hold names and keys, so only its status is told. */
async function mustBeFine(response: Response, what: string): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  throw isAway(new Error(`the file store answered ${response.status} when asked to ${what}`));
}

/** The caller can only try again; the log has the reason. */
function isAway(cause: unknown): Error {
  const refusal = unavailable({ retryAfterSeconds: 5 });
  refusal.cause = cause;
  return refusal;
}
