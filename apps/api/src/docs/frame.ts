import { html, type Html } from "./html.ts";

/** Where the pages and their files are: the server's addresses, or the files of `pnpm docs:build`. */
export interface Links {
  readonly page: (name: PageName) => string;
  readonly file: (name: FileName) => string;
}
export type FileName = "docs.css" | "docs.js" | "openapi.json";

export const pageTitles = {
  index: "Start here",
  rest: "Procedures and REST",
  subscriptions: "Subscriptions",
  permissions: "Permissions",
  errors: "Errors",
  jobs: "Jobs",
  events: "Events",
  settings: "Settings",
  environment: "Environment",
} as const;
export type PageName = keyof typeof pageTitles;
export const pageNames = Object.keys(pageTitles) as PageName[];

/** What a page is about, and the parts of it that can be gone to. */
export interface Page {
  readonly lead: Html;
  readonly body: Html;
  readonly contents: readonly Group[];
}
export interface Group {
  readonly title: string;
  readonly entries: readonly {
    readonly id: string;
    readonly label: string;
    readonly mark?: string;
  }[];
}

/** A whole document around a page: it can be read without a script, on a phone, in the dark and on paper. */
export function frame(name: PageName, page: Page, links: Links, version: string): string {
  const title = pageTitles[name];
  const named = name === "index" ? "Mainstay reference" : `${title} · Mainstay reference`;
  return `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${named}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${links.file("docs.css")}" />
        <script src="${links.file("docs.js")}" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <a class="brand" href="${links.page("index")}">Mainstay</a>
          <span class="version">reference ${version}</span>
          <button class="menu" type="button" aria-expanded="false" aria-controls="side" hidden>
            Contents
          </button>
        </header>
        <div class="columns">
          <div class="side" id="side">
            <nav aria-label="Pages">
              <ul class="pages">
                ${pageNames.map(
                  (other) =>
                    html`<li>
                      <a href="${links.page(other)}" ${other === name && html` aria-current="page"`}
                        >${pageTitles[other]}</a
                      >
                    </li>`,
                )}
              </ul>
            </nav>
            ${page.contents.length > 0 && contentsOf(page.contents)}
          </div>
          <main id="content" tabindex="-1">
            <h1>${title}</h1>
            <div class="lead">${page.lead}</div>
            ${page.body}
          </main>
        </div>
      </body>
    </html>`.text
  }\n`;
}

const contentsOf = (groups: readonly Group[]): Html =>
  html`<nav class="contents" aria-label="On this page">
    <label class="find" hidden
      ><span>Find on this page</span>
      <input type="search" autocomplete="off" spellcheck="false" placeholder="Press / to find"
    /></label>
    <p class="found" role="status"></p>
    ${groups.map(
      ({ title, entries }) =>
        html`<section>
          <h2>${title}</h2>
          <ul>
            ${entries.map(
              ({ id, label, mark }) =>
                html`<li>
                  <a href="#${id}"
                    >${label}${mark !== undefined && html` <small class="mark ${mark.toLowerCase()}">${mark}</small>`}</a
                  >
                </li>`,
            )}
          </ul>
        </section>`,
    )}
  </nav>`;
