import { trustedDeviceCookie } from "@mainstay/contracts";
import type { Browser, SettingsReader } from "@mainstay/core";
import { writeCookie } from "@mainstay/core/identity/lucia/write-cookie";
import type { Env } from "@mainstay/runtime";
import type { IncomingMessage, ServerResponse } from "node:http";

const sessionCookie = "mainstay_session";

/** What a request says of the page that made it, if one did, and the cookies it came with. */
export interface Page {
  /** Of an origin that may call; what comes with cookies from any other was not meant by their owner. */
  readonly allowed: boolean;
  /** A credential: Lucia's session id. */
  readonly session: string | undefined;
  keepSession(value: string | null, expires: Date): void;
  /** Null where the page is of another site, or not allowed: it gets no cookies. */
  browser(): Promise<Browser | null>;
}

export type ReadPage = (request: IncomingMessage, response: ServerResponse | null) => Page;

/** Once a server: which pages may call does not change. */
export function createReadPage(
  env: Pick<Env, "MODE" | "PUBLIC_URL" | "CORS_ORIGINS">,
  settings: SettingsReader,
): ReadPage {
  const own = new URL(env.PUBLIC_URL);
  const allowed = new Set([...env.CORS_ORIGINS, own.origin]);
  const secure = env.MODE !== "development";
  // The prefix makes browsers see to it that no other host has set the cookie, nor an insecure page.
  const named = (name: string): string => (secure ? `__Host-${name}` : name);

  return (request, response) => {
    const { headers } = request;
    const from = headers.origin;
    const site = headers["sec-fetch-site"];
    const cookies = cookiesOf(headers.cookie);
    const isAllowed = from === undefined ? site === "same-origin" : allowed.has(from);
    // Some browsers, and those of a plain-HTTP address, do not say which site a page is of.
    const hosts = new Set([own.hostname, hostnameOf(`http://${headers.host}`)]);
    const isSameSite =
      site === undefined
        ? hosts.has(hostnameOf(from))
        : site === "same-origin" || site === "same-site";
    const kept = new Map<string, string>();
    const keep = (name: string, value: string | null, expires: Date): void => {
      if (!response || response.headersSent) return;
      kept.set(name, writeCookie(named(name), value, { secure, expires }));
      response.setHeader("set-cookie", [...kept.values()]);
    };
    const session = cookies.get(named(sessionCookie));
    const keepSession: Page["keepSession"] = (value, expires) =>
      keep(sessionCookie, value, expires);
    return {
      allowed: isAllowed,
      session,
      keepSession,
      async browser() {
        if (!isAllowed || !isSameSite) return null;
        const deviceCookie = await settings.get(trustedDeviceCookie);
        return {
          session: session ?? null,
          device: cookies.get(named(deviceCookie)) ?? null,
          keepSession,
          keepDevice: (value, expires) => keep(deviceCookie, value, expires),
        };
      },
    };
  };
}

const hostnameOf = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : URL.parse(url)?.hostname;

/** Values of ours need no decoding; of two cookies with one name, browsers send the nearest first. */
function cookiesOf(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(";") ?? []) {
    const [name = "", ...value] = pair.split("=");
    if (!cookies.has(name.trim())) cookies.set(name.trim(), value.join("=").trim());
  }
  // A cookie that is empty was forgotten.
  for (const [name, value] of cookies) if (value === "") cookies.delete(name);
  return cookies;
}
