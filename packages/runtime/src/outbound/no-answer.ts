import type { SendAnswer } from "@mainstay/core";

/** With these nothing has left the house. Whatever else went wrong, it may have arrived. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_\w+_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION)|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** By the code that the system or TLS gave to what went wrong. */
export const provesNothingSent = (code: string): boolean => neverSent.test(code);

/** What is known when a request ended without an answer. Error texts may hold addresses; codes do not. */
export function noAnswer(error: unknown): SendAnswer {
  const code = codeOf(error);
  return provesNothingSent(code)
    ? { outcome: "delayed", answer: code, retryAfterSeconds: null }
    : { outcome: "unknown", answer: code };
}

export function codeOf(error: unknown): string {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e.name === "TimeoutError") return "ETIMEDOUT";
    const { code } = e as { code?: unknown };
    if (typeof code === "string" && code !== "") return code;
  }
  return "no answer";
}
