import { code, json, literal } from "./code.ts";
import { exampleOf, exampleOfFields } from "./example.ts";
import { fieldRows } from "./field-rows.ts";
import type { Links, Page } from "./frame.ts";
import { html, type Html, prose } from "./html.ts";
import { fieldsOf } from "./operations.ts";
import { deprecation, whoMay } from "./page-rest.ts";
import { refusalsOf } from "./refusals.ts";
import { refusalTable } from "./refusal-table.ts";
import type { Source } from "./source.ts";
import { inputTable, outputTable } from "./table.ts";

type Subscription = Source["schemas"]["procedures"][number];

/** What is told as it happens. */
export function subscriptionsPage(source: Source, links: Links): Page {
  const all = source.schemas.procedures.filter(
    ({ procedure }) => procedure.kind === "subscription",
  );
  return {
    lead: html`<p>
        What is told as it happens, over WebSocket or server-sent events at <code>/trpc</code>. Each
        event has an id; a client that was cut off comes back with the last one it saw and misses
        nothing for five minutes back. The first event of each connection is a mark, which holds
        <code>resumed</code> alone: false where something may be missing. The SDK does all that by
        itself.
      </p>
      <p>
        A stream of server-sent events begins with <code>connected</code>, before the mark. A
        refusal comes in it as <code>serialized-error</code>, with the status <code>200</code>:
        decide by <code>data.reason</code>.
      </p>
      <p>
        There are no subscriptions over REST: read the same thing again from time to time, or take
        webhooks where there are some.
      </p>`,
    contents: [
      { title: "Subscriptions", entries: all.map(({ path }) => ({ id: path, label: path })) },
    ],
    body: html`${all.map((one) => article(one, source, links))}`,
  };
}

function article(
  { path, procedure, input, output }: Subscription,
  source: Source,
  links: Links,
): Html {
  const { inputs, outputs } = source.schemas;
  const rows = fieldRows(input, inputs);
  const event = output ?? {};
  const told = exampleOfFields(
    fieldsOf(input, inputs).filter(({ required }) => required),
    inputs,
  );
  const first = Object.keys(told).length > 0 ? literal(told) : "{}";
  return html`<article id="${path}" data-find>
    <h2><a class="anchor" href="#${path}">${path}</a></h2>
    <p class="summary">${prose(procedure.summary)}</p>
    ${procedure.deprecated && deprecation(procedure.deprecated)}
    ${procedure.description !== undefined && html`<p>${prose(procedure.description)}</p>`}
    <dl class="facts">
      <div>
        <dt>Who may watch</dt>
        <dd>${whoMay(procedure, links)}</dd>
      </div>
    </dl>
    ${code("SDK", `const watching = mainstay.${path}.subscribe(${input === null ? "undefined" : first}, {\n  onData: ({ id, data }) => console.log(id, data),\n  onError: (error) => console.error(error),\n});\n\nwatching.unsubscribe();`)}
    <h3>Input</h3>
    ${rows.length > 0 ? inputTable(html`<span class="unseen">What is sent</span>`, rows) : html`<p class="whole">Nothing.</p>`}
    <h3>Event</h3>
    ${outputTable("What each event holds", event, outputs)}
    ${code("An event", json({ id: "42", data: exampleOf(event, outputs) }))}
    <h3>Refusals</h3>
    ${refusalTable("Why it can be refused", refusalsOf(procedure, source.schemas, { hasBody: false }), links)}
  </article>`;
}

export const subscriptionsOf = (source: Source): number =>
  source.schemas.procedures.filter(({ procedure }) => procedure.kind === "subscription").length;
