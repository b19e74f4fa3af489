import { createMainstay, type Mainstay } from "./client.ts";
import { SessionKeeper, type SessionOptions } from "./session.ts";
import type { Session } from "./session-shape.ts";

/** Signs people in and keeps them so; `createMainstay({ url, session })` then calls as them. */
export function createSession(options: SessionOptions): Session {
  const { url, way = "tokens", fetch, timeoutMs, headers } = options;
  const cookies = way === "cookie" ? "include" : "omit";
  const to = {
    url,
    ...(fetch ? { fetch } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(headers ? { headers } : {}),
  };
  const call: Mainstay = createMainstay({ ...to, cookies });
  const callAs = (token: string): Mainstay => createMainstay({ ...to, cookies, apiKey: token });
  return new SessionKeeper(options, { call, callAs });
}
