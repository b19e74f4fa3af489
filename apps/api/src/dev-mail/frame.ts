import { html, type Html } from "../docs/html.ts";

export const path = "/dev/mail";

const pages = [
  { title: "Inbox", at: path },
  { title: "Templates", at: `${path}/templates` },
] as const;

/** A whole document in the look of the reference, whose style it takes. */
export const frame = (title: string, at: string, body: Html): string =>
  `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Mainstay mail</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/docs/docs.css" />
        <link rel="stylesheet" href="${path}/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <a class="brand" href="${path}">Mainstay</a>
          <span class="version">mail of development</span>
        </header>
        <div class="columns">
          <div class="side">
            <nav aria-label="Pages">
              <ul class="pages">
                ${pages.map(
                  (page) =>
                    html`<li>
                      <a href="${page.at}" ${page.at === at && html` aria-current="page"`}
                        >${page.title}</a
                      >
                    </li>`,
                )}
              </ul>
            </nav>
          </div>
          <main id="content" tabindex="-1">
            <h1>${title}</h1>
            ${body}
          </main>
        </div>
      </body>
    </html>`.text
  }\n`;
