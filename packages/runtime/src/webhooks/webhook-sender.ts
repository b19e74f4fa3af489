import { type IncomingMessage, request as plainRequest, type RequestOptions } from "node:http";
import { request as tlsRequest } from "node:https";
import type { LookupFunction, TcpSocketConnectOpts } from "node:net";
import { mayReach, refusalOfUrl, type WebhookAnswer, type WebhookSender } from "@mainstay/core";
import { codeOf } from "../outbound/no-answer.ts";
import { retryAfterSeconds } from "../outbound/retry-after.ts";
import { createResolve, type Resolve } from "./resolve-name.ts";

const mostBytes = 1_024;
/** What a slow body may take after its status came: that is what counts. */
const bodyMs = 2_000;
/** Before the name's next address is tried. By default it is less than the way to the other side of the world takes. */
const connectMs = 2_500;

class Refused extends Error {}

/**
 * Merchants choose where these go, so it is this process that they would reach through. A name is resolved
 * once for each request, by the connection itself: what was checked is what is connected to.
 */
export function createWebhookSender(options: {
  production: boolean;
  resolve?: Resolve;
  timeoutMs?: number;
}): WebhookSender {
  const { production, timeoutMs = 20_000 } = options;
  const resolve = options.resolve ?? createResolve();
  return {
    async send({ url, headers, body, ...asked }, signal) {
      signal.throwIfAborted();
      const loopback = asked.loopback && !production;
      const refusal = refusalOfUrl(url, { production, loopback });
      if (refusal !== null) return none(`refused: ${refusal}`);
      const bytes = Buffer.from(body);
      const limit = AbortSignal.timeout(timeoutMs);
      const either = AbortSignal.any([signal, limit]);
      try {
        return await post(
          url,
          {
            method: "POST",
            headers: {
              ...headers,
              "content-length": bytes.byteLength,
              "user-agent": "Mainstay-Webhooks/1",
            },
            // A connection that is kept would be one to an address that was checked before.
            agent: false,
            lookup: pinned((host) => resolve(host, either), loopback),
            autoSelectFamilyAttemptTimeout: connectMs,
            signal: either,
          },
          bytes,
        );
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof Refused) return none(`refused: ${error.message}`);
        return none(limit.aborted ? "no answer in time" : codeOf(error));
      }
    },
  };
}

/** One address that is refused refuses the name: which of them is connected to is not ours to choose. */
const pinned =
  (resolve: (host: string) => ReturnType<Resolve>, loopback: boolean): LookupFunction =>
  (host, { all }, answer) => {
    resolve(host).then(
      (found) => {
        const [first] = found;
        if (!first) answer(new Error(`${host} has no address`), []);
        else if (!found.every(({ address }) => mayReach(address, { loopback }))) {
          answer(new Refused("its name leads to an address that is not public"), []);
        } else if (all) answer(null, [...found]);
        else answer(null, first.address, first.family);
      },
      (error: Error) => answer(error, []),
    );
  };

const none = (problem: string): WebhookAnswer => ({
  status: null,
  problem,
  retryAfterSeconds: null,
  body: "",
});

/** What a request hands on to its connection; the types do not say so. */
type PostOptions = RequestOptions & Pick<TcpSocketConnectOpts, "autoSelectFamilyAttemptTimeout">;

function post(url: string, options: PostOptions, body: Buffer): Promise<WebhookAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WebhookAnswer>();
  const request = url.startsWith("https:")
    ? tlsRequest(url, options, answered)
    : plainRequest(url, options, answered);
  let came = false;
  function answered(response: IncomingMessage): void {
    came = true;
    startOf(response)
      .then((text) => {
        resolve({
          status: response.statusCode ?? null,
          problem: null,
          retryAfterSeconds: retryAfterSeconds(response.headers["retry-after"] ?? null),
          body: text,
        });
      }, reject)
      .finally(() => request.destroy());
  }
  request.on("error", reject);
  // Whoever answers that it changes the protocol gets no answer read: Node then tells of no response, and of no error.
  request.on("upgrade", (_response, socket) => {
    socket.destroy();
    reject(new Refused("it answered with another protocol"));
  });
  request.on("close", () => {
    if (!came) reject(new Error("the connection was closed without an answer"));
  });
  request.end(body);
  return promise;
}

/** As much as is kept; it may be cut off, or never end. Postgres keeps no NUL. */
async function startOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => response.destroy(), bodyMs);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length >= mostBytes) break;
    }
  } catch {
    // The status came, and what came of the body is told.
  } finally {
    clearTimeout(timer);
  }
  const start = Buffer.concat(chunks).subarray(0, mostBytes);
  return new TextDecoder().decode(start).replaceAll("\0", "");
}
