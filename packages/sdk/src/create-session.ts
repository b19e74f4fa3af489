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
  const keeper = new SessionKeeper(options, {
    visitor: createMainstay({ ...to, cookies }),
    self: () => self,
  });
  const self: Mainstay = createMainstay({ ...to, session: keeper });
  return keeper;
}
