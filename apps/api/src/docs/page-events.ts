import { type Event, jsonSchema } from "@mainstay/contracts";
import { code, json } from "./code.ts";
import { exampleOf } from "./example.ts";
import type { Page } from "./frame.ts";
import { html, type Html, prose } from "./html.ts";
import type { Source } from "./source.ts";
import { outputTable } from "./table.ts";

/** What happened, told to whoever watches. */
export function eventsPage({ events }: Source): Page {
  return {
    lead: html`<p>
      What happened, told to other processes and to subscriptions once its transaction is committed,
      in one order for all. An event is published in the transaction of its cause: what was rolled
      back is never told.
    </p>`,
    contents: [
      { title: "Events", entries: events.map(({ event }) => ({ id: event, label: event })) },
    ],
    body: html`${events.map(article)}`,
  };
}

function article({ event, summary, data }: Event): Html {
  const { schema = {}, named = {} } = jsonSchema(data, "output") ?? {};
  return html`<article id="${event}" data-find>
    <h2><a class="anchor" href="#${event}">${event}</a></h2>
    <p class="summary">${prose(summary)}</p>
    ${outputTable("What it holds", schema, named)} ${code("Data", json(exampleOf(schema, named)))}
  </article>`;
}
