import type { RequestHandler } from "express";
import type { Authenticate } from "../trpc/authenticate.ts";
import type { ReadPage } from "../trpc/page.ts";

/**
 * The guard of pages that people open in a browser: by an administrator's session cookie, or by a key as
 * the password that a browser asks for by itself; the name does not matter then.
 */
export const adminsOnly =
  (authenticate: Authenticate, readPage: ReadPage): RequestHandler =>
  async (request, response, next) => {
    const { origin, host } = request.headers;
    // The browser sends the password with requests that other sites make, too.
    if (origin !== undefined && URL.parse(origin)?.host !== host) {
      response.status(403).type("text").send("This page takes no requests from other sites.\n");
      return;
    }
    const page = readPage(request, response);
    const bearer = passwordOf(request.headers.authorization);
    const credentials = { bearer, cookie: page.session };
    const caller = authenticate(credentials, { ...page, allowed: isOpened(request, page) });
    const who = await caller.who(true);
    if (typeof who === "string") {
      response.setHeader(
        "www-authenticate",
        'Basic realm="Mainstay administrators", charset="UTF-8"',
      );
      response
        .status(401)
        .type("text")
        .send("Sign in as an administrator, or with an administrator's key as the password.\n");
    } else if (!who.is("admin") || who.session?.limitedTo) {
      response.status(403).type("text").send("This page is for administrators.\n");
    } else next();
  };

/** Looking is allowed to whoever typed the address or followed a link; changing only to the page itself. */
const isOpened = (request: { method: string }, { allowed }: { allowed: boolean }): boolean =>
  allowed || request.method === "GET";

function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  return encoded === undefined
    ? undefined
    : Buffer.from(encoded, "base64")
        .toString()
        .replace(/^[^:]*:/, "");
}
