import { createHash } from "node:crypto";
import {
  type ContractTree,
  DomainError,
  SecondFactorAsked,
  SessionAnswer,
} from "@mainstay/contracts";
import { callTRPCProcedure, type TRPCError } from "@trpc/server";
import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { html, type Html } from "../docs/html.ts";
import { toTrpcError } from "../trpc/errors.ts";
import type { Implemented } from "../trpc/implement.ts";
import type { ReadPage } from "../trpc/page.ts";
import { type MakeContext, ofRequest } from "../trpc/transport.ts";

export const signInPath = "/admin/sign-in";
/** Where administrators go from here. */
export const boardPath = "/admin/queues";
const Answer = z.discriminatedUnion("kind", [SessionAnswer, SecondFactorAsked]);
const Fields = z.record(z.string(), z.string());

interface Options {
  readonly implemented: Implemented<ContractTree>;
  readonly makeContext: MakeContext;
  readonly readPage: ReadPage;
  /** Told of every error, expected or not. */
  readonly onError: (error: TRPCError, path: string) => void;
}

/**
 * The administrators' door where no back office is at hand: two forms without a script, which make the same
 * calls as everybody, with the same limits.
 */
export function adminSignIn(options: Options): Router {
  const router = Router();
  router.use(strict);
  router.get("/", (_request, response) => {
    response.send(credentialsPage(null));
  });
  router.use(express.urlencoded({ extended: false, limit: 10_000 }), ownPageOnly(options.readPage));
  router.post("/", (request, response) =>
    answer(options, "identity.auth.signIn", request, response, credentialsPage),
  );
  router.post("/code", (request, response) => {
    const { challenge = "" } = fieldsOf(request);
    return answer(options, "identity.auth.secondFactor", request, response, (problem) =>
      codePage(challenge, problem),
    );
  });
  return router;
}

async function answer(
  { implemented, makeContext, readPage, onError }: Options,
  path: string,
  request: Request,
  response: Response,
  again: (problem: string) => string,
): Promise<void> {
  const fields = fieldsOf(request);
  const input = path.endsWith("signIn") ? { ...fields, audience: "admin" } : fields;
  const call = ofRequest(request, response, readPage);
  try {
    const answered: unknown = await callTRPCProcedure({
      router: implemented.router,
      path,
      type: "mutation",
      // Whoever is at a door has not come in yet, whatever an old cookie says.
      ctx: makeContext({ ...call, credentials: {} }),
      getRawInput: async () => input,
      signal: undefined,
      batchIndex: 0,
    });
    const told = Answer.parse(answered);
    if (told.kind === "second_factor") response.send(codePage(told.challenge, null));
    else if (told.limitedTo) response.status(403).send(again(limited));
    else response.redirect(303, boardPath);
  } catch (thrown) {
    const error = toTrpcError(thrown);
    onError(error, path);
    const refusal = error.cause instanceof DomainError ? error.cause.message : unexpected;
    response.status(401).send(again(refusal));
  }
}

const unexpected = "Something went wrong on our side. Try again.";
const limited =
  "You are signed in, but this account must set up its second factor or change its password first, in the back office.";

const fieldsOf = (request: Request): Record<string, string> =>
  Fields.safeParse(request.body).data ?? {};

/** A form of another site must not sign anybody in, not even as somebody else. */
const ownPageOnly =
  (readPage: ReadPage): RequestHandler =>
  (request, response, next) => {
    if (readPage(request, response).allowed) next();
    else {
      const problem = "This form must be sent from its own page, at the address of PUBLIC_URL.";
      response.status(403).send(credentialsPage(problem));
    }
  };

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f4f5f7; color: #1b1f24; }
main { max-width: 22rem; margin: 12vh auto 0; padding: 2rem; background: #fff; border: 1px solid #d8dce1; border-radius: 8px; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
label { display: block; margin: 0 0 1rem; font-weight: 600; }
input { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .5rem; font: inherit; border: 1px solid #8b939c; border-radius: 4px; }
button { width: 100%; padding: .6rem; font: inherit; font-weight: 600; color: #fff; background: #1f5fbf; border: 0; border-radius: 4px; }
[role=alert] { margin: 0 0 1rem; padding: .6rem .8rem; background: #fdecea; border-left: 4px solid #b3261e; }
`;
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const strict: RequestHandler = (_request, response, next) => {
  response.setHeader("content-security-policy", policy);
  response.setHeader("cache-control", "no-store");
  // With the stricter default a form's Origin is null, and nobody could tell its own page from another.
  response.setHeader("referrer-policy", "same-origin");
  response.type("html");
  next();
};

const credentialsPage = (problem: string | null): string =>
  frame(
    problem,
    html`<form method="post" action="${signInPath}">
      <label
        >E-mail <input name="email" type="email" autocomplete="username" required autofocus
      /></label>
      <label
        >Password <input name="password" type="password" autocomplete="current-password" required
      /></label>
      <button>Sign in</button>
    </form>`,
  );

const codePage = (challenge: string, problem: string | null): string =>
  frame(
    problem,
    html`<form method="post" action="${signInPath}/code">
      <input type="hidden" name="challenge" value="${challenge}" />
      <label
        >Code of the authenticator, or a recovery code
        <input name="code" autocomplete="one-time-code" required autofocus
      /></label>
      <button>Go on</button>
    </form>`,
  );

const frame = (problem: string | null, form: Html): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mainstay administrators</title><style>${style}</style></head>${
    html`<body>
      <main>
        <h1>Mainstay administrators</h1>
        ${problem === null ? [] : html`<p role="alert">${problem}</p>`}${form}
      </main>
    </body>`.text
  }</html>`;
