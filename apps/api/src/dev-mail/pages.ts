import { type MailLocale, mailLocales } from "@mainstay/contracts";
import type { AnyTemplate, RenderedMail } from "@mainstay/core";
import { html, type Html } from "../docs/html.ts";
import { frame, path } from "./frame.ts";
import type { InboxMail } from "./inbox.ts";

export type Face = "html" | "text";

const timeOf = (at: Date): Html =>
  html`<time datetime="${at.toISOString()}"
    >${at.toISOString().slice(0, 19).replace("T", " ")} UTC</time
  >`;

export const listPage = (mails: readonly InboxMail[]): string =>
  frame(
    "Inbox",
    path,
    mails.length === 0
      ? html`<p class="lead">
          No mail yet. What the worker sends in development lands here, and nowhere else.
        </p>`
      : html`<table class="mails">
            <thead>
              <tr>
                <th>Subject</th>
                <th>To</th>
                <th>Time</th>
              </tr>
            </thead>
            <tbody>
              ${mails.map(
                (mail) =>
                  html`<tr>
                    <td><a href="${path}/${mail.id}">${mail.subject}</a></td>
                    <td>${mail.to}</td>
                    <td>${timeOf(mail.at)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
          <form class="remove" method="post" action="${path}/delete">
            <button type="submit">Delete all</button>
          </form>`,
  );

export const mailPage = (mail: InboxMail, face: Face): string =>
  frame(
    mail.subject,
    "",
    html`<dl class="headers">
        <dt>From</dt>
        <dd>${mail.from}</dd>
        <dt>To</dt>
        <dd>${mail.to}</dd>
        <dt>Date</dt>
        <dd>${timeOf(mail.at)}</dd>
        <dt>Message-ID</dt>
        <dd><code>${mail.id}</code></dd>
      </dl>
      ${faces(`${path}/${mail.id}`, face)} ${sheet(`${path}/${mail.id}`, face, mail.text)}`,
  );

export const templatesPage = (templates: readonly AnyTemplate[]): string =>
  frame(
    "Templates",
    `${path}/templates`,
    templates.length === 0
      ? html`<p class="lead">No module declares a mail.</p>`
      : html`<table class="mails">
          <thead>
            <tr>
              <th>Template</th>
              <th>Kind</th>
              <th>Languages</th>
            </tr>
          </thead>
          <tbody>
            ${templates.map(
              ({ template, kind }) =>
                html`<tr>
                  <td><code>${template}</code></td>
                  <td>${kind}</td>
                  <td>
                    ${mailLocales.map((locale) => html`<a href="${previewAt(template, locale)}">${locale}</a> `)}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>`,
  );

export const previewPage = (
  { template, kind }: AnyTemplate,
  locale: MailLocale,
  mail: RenderedMail,
  face: Face,
): string =>
  frame(
    mail.subject,
    `${path}/templates`,
    html`<dl class="headers">
        <dt>Template</dt>
        <dd><code>${template}</code></dd>
        <dt>Kind</dt>
        <dd>${kind}</dd>
      </dl>
      <nav class="switch" aria-label="Language">
        ${mailLocales.map((each) => choice(`${previewAt(template, each)}?face=${face}`, each, each === locale))}
      </nav>
      ${faces(previewAt(template, locale), face)}
      ${sheet(previewAt(template, locale), face, mail.text)}`,
  );

const previewAt = (template: string, locale: MailLocale): string =>
  `${path}/templates/${encodeURIComponent(template)}/${locale}`;

const faces = (at: string, face: Face): Html =>
  html`<nav class="switch" aria-label="Form">
    ${choice(at, "HTML", face === "html")}
    ${choice(`${at}?face=text`, "Plain text", face === "text")}
  </nav>`;
const choice = (at: string, label: string, chosen: boolean): Html =>
  html`<a href="${at}" ${chosen && html`aria-current="true"`}>${label}</a>`;

/** The frame has no scripts and no origin; its links open beside it. */
const sheet = (at: string, face: Face, text: string): Html =>
  face === "text"
    ? html`<pre class="plain">${text}</pre>`
    : html`<iframe
        class="sheet"
        title="The mail"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        src="${at}/html"
      ></iframe>`;
