import type { RequestHandler } from "express";
import type { Authenticate } from "../trpc/authenticate.ts";

/**
 * The guard of pages that people open in a browser. A browser asks for the password by itself: the key
 * is the password, the name does not matter.
 */
export const adminsOnly =
  (authenticate: Authenticate): RequestHandler =>
  (request, response, next) => {
    const { origin, host } = request.headers;
    // The browser sends the password with requests that other sites make, too.
    if (origin !== undefined && URL.parse(origin)?.host !== host) {
      response.status(403).type("text").send("This page takes no requests from other sites.\n");
      return;
    }
    const caller = authenticate({ bearer: passwordOf(request.headers.authorization) });
    if (typeof caller === "string") {
      response.setHeader(
        "www-authenticate",
        'Basic realm="Mainstay administrators", charset="UTF-8"',
      );
      response
        .status(401)
        .type("text")
        .send("Sign in with an administrator's key as the password.\n");
    } else if (!caller.is("admin")) {
      response.status(403).type("text").send("This page is for administrators.\n");
    } else next();
  };

function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  return encoded === undefined
    ? undefined
    : Buffer.from(encoded, "base64")
        .toString()
        .replace(/^[^:]*:/, "");
}
