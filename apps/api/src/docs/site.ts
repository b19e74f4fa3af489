import { readFileSync } from "node:fs";
import path from "node:path";
import { frame, type Links, type Page, type PageName, pageNames } from "./frame.ts";
import { openApi } from "./openapi.ts";
import { environmentPage } from "./page-environment.ts";
import { errorsPage } from "./page-errors.ts";
import { eventsPage } from "./page-events.ts";
import { indexPage } from "./page-index.ts";
import { jobsPage } from "./page-jobs.ts";
import { permissionsPage } from "./page-permissions.ts";
import { restPage } from "./page-rest.ts";
import { settingsPage } from "./page-settings.ts";
import { subscriptionsPage } from "./page-subscriptions.ts";
import type { Source } from "./source.ts";

const pages: Readonly<Record<PageName, (source: Source, links: Links) => Page>> = {
  index: indexPage,
  rest: restPage,
  subscriptions: subscriptionsPage,
  permissions: permissionsPage,
  errors: errorsPage,
  jobs: jobsPage,
  events: eventsPage,
  settings: settingsPage,
  environment: environmentPage,
};

/** One of the pages, as a whole HTML document. */
const renderPage = (name: PageName, source: Source, links: Links): string =>
  frame(name, pages[name](source, links), links, source.version);

/** Later ones build on earlier ones. */
const styles = ["style-base.css", "style-frame.css", "style-content.css", "style-tables.css"];

export interface SiteFile {
  readonly type: "html" | "css" | "js" | "json";
  readonly text: string;
}

/** Everything there is, by the name of its file; pages are called by their names alone. */
export function renderSite(source: Source, links: Links): ReadonlyMap<string, SiteFile> {
  const asset = (name: string): string =>
    readFileSync(path.join(import.meta.dirname, name), "utf8");
  return new Map<string, SiteFile>([
    ...pageNames.map((name): [string, SiteFile] => [
      name,
      { type: "html", text: renderPage(name, source, links) },
    ]),
    ["docs.css", { type: "css", text: styles.map(asset).join("\n") }],
    ["docs.js", { type: "js", text: asset("docs.js") }],
    ["openapi.json", { type: "json", text: JSON.stringify(openApi(source)) }],
  ]);
}
