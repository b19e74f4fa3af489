import { readFileSync } from "node:fs";
import { mailLocales } from "@mainstay/contracts";
import { type AnyTemplate, renderMail, type Services } from "@mainstay/core";
import type { Env } from "@mainstay/runtime";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { path } from "../dev-mail/frame.ts";
import { deleteMails, findMail, listMails } from "../dev-mail/inbox.ts";
import { type Face, listPage, mailPage, previewPage, templatesPage } from "../dev-mail/pages.ts";

/** Our own pages: nothing but our own styles, and the mail in its frame. */
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src data:",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");
/** A mail, whoever wrote into it: its own styles, no scripts, nothing loaded, no origin. */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-popups allow-popups-to-escape-sandbox",
].join("; ");

const zones = { en: "Europe/London", ru: "Europe/Moscow" } as const;

/** What development sent, and how each template looks: `/dev/mail`, where MODE is development alone. */
export function devMail(
  env: Pick<Env, "MODE" | "APP_URL">,
  { db }: Pick<Services, "db">,
  templates: readonly AnyTemplate[],
): Router {
  const router = Router({ strict: true });
  if (env.MODE !== "development") return router;
  const style = readFileSync(new URL("../dev-mail/style.css", import.meta.url), "utf8");

  router.get(`${path}.json`, async (request, response) => {
    const { to } = request.query;
    response.json({ mails: await listMails(db, typeof to === "string" ? to : undefined) });
  });
  router.get(path, async (_request, response) => sendPage(response, listPage(await listMails(db))));
  router.get(`${path}/style.css`, (_request, response) => void response.type("css").send(style));
  router.post(`${path}/delete`, sameOrigin, async (_request, response) => {
    await deleteMails(db);
    response.redirect(303, path);
  });

  const mails = templates.filter(({ channels }) => channels.includes("email"));
  const preview = (request: Request<{ name: string; locale: string }>) => {
    const template = mails.find((each) => each.template === request.params.name);
    const locale = mailLocales.find((each) => each === request.params.locale);
    if (!template || !locale) return null;
    const reader = { locale, timeZone: zones[locale], appUrl: env.APP_URL };
    return { template, locale, mail: renderMail(template, template.example, reader) };
  };
  router.get(`${path}/templates`, (_request, response) => {
    sendPage(response, templatesPage(mails));
  });
  router.get(`${path}/templates/:name/:locale`, (request, response, next) => {
    const shown = preview(request);
    if (!shown) return next();
    const { template, locale, mail } = shown;
    sendPage(response, previewPage(template, locale, mail, faceOf(request)));
  });
  router.get(`${path}/templates/:name/:locale/html`, (request, response, next) => {
    const shown = preview(request);
    if (!shown) return next();
    sendMail(response, shown.mail.html);
  });

  router.get(`${path}/:id`, async (request, response, next) => {
    const mail = await findMail(db, request.params.id);
    if (!mail) return next();
    sendPage(response, mailPage(mail, faceOf(request)));
  });
  router.get(`${path}/:id/html`, async (request, response, next) => {
    const mail = await findMail(db, request.params.id);
    if (!mail) return next();
    sendMail(response, mail.html);
  });
  return router;
}

const faceOf = ({ query }: { query: Request["query"] }): Face =>
  query["face"] === "text" ? "text" : "html";

function sendPage(response: Response, page: string): void {
  response.setHeader("content-security-policy", pagePolicy);
  response.setHeader("cache-control", "no-store");
  response.type("html").send(page);
}

function sendMail(response: Response, mail: string): void {
  response.setHeader("content-security-policy", mailPolicy);
  response.setHeader("cache-control", "no-store");
  response.type("html").send(mail.replace("<head>", '<head><base target="_blank">'));
}

/** Browsers name the page that a form was sent from; another site's must not empty the inbox. */
const sameOrigin: RequestHandler = (request, response, next) => {
  const { origin, host } = request.headers;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === host) next();
  else response.status(403).type("text").send("Only the page itself may do this.\n");
};
