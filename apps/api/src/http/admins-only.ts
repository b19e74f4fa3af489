import type { Request, RequestHandler } from "express";
import type { Authenticate } from "../trpc/authenticate.ts";
import type { Page, ReadPage } from "../trpc/page.ts";
import { signInPath } from "./admin-sign-in.ts";

/**
 * The guard of pages that people open in a browser: by an administrator's session cookie or, where there
 * are static keys, by one as the password that a browser asks for by itself; the name does not matter then.
 */
export const adminsOnly =
  (from: { authenticate: Authenticate; readPage: ReadPage; hasKeys: boolean }): RequestHandler =>
  async (request, response, next) => {
    const { origin, host, authorization } = request.headers;
    // The browser sends the password with requests that other sites make, too.
    if (origin !== undefined && URL.parse(origin)?.host !== host) {
      response.status(403).type("text").send("This page takes no requests from other sites.\n");
      return;
    }
    const page = pageOf(request, from.readPage(request, response));
    const credentials = { bearer: passwordOf(authorization), cookie: page.session };
    const who = await from.authenticate(credentials, { page, ip: request.ip ?? null }).who(true);
    if (typeof who !== "string" && who.is("admin") && !who.session?.limitedTo) {
      next();
    } else if (typeof who !== "string") {
      response.status(403).type("text").send("This page is for administrators.\n");
    } else if (!from.hasKeys && request.method === "GET") {
      response.redirect(303, signInPath);
    } else {
      response.setHeader(
        "www-authenticate",
        'Basic realm="Mainstay administrators", charset="UTF-8"',
      );
      response
        .status(401)
        .type("text")
        .send(`Sign in at ${signInPath}, or with an administrator's key as the password.\n`);
    }
  };

/** Looking is for whoever typed the address or followed a link; changing only for the page itself. */
const pageOf = ({ method, headers }: Request, page: Page): Page => ({
  ...page,
  allowed: page.allowed || method === "GET" || headers.origin !== undefined,
});

function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  return encoded === undefined
    ? undefined
    : Buffer.from(encoded, "base64")
        .toString()
        .replace(/^[^:]*:/, "");
}
