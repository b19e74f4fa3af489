import type { ReasonSchema } from "@mainstay/contracts";
import { fieldRows } from "./field-rows.ts";
import type { Links, Page } from "./frame.ts";
import { html, type Html, prose } from "./html.ts";
import { isCommon, statusOf } from "./refusals.ts";
import type { Source } from "./source.ts";
import { table } from "./table.ts";

/** Every reason that a call can be refused for. */
export function errorsPage(source: Source, links: Links): Page {
  const reasons = Object.values(source.schemas.reasons);
  const moduleOf = ({ reason }: ReasonSchema): string => reason.slice(0, reason.indexOf("."));
  const common = reasons.filter(isCommon);
  const modules = Map.groupBy(
    reasons.filter((reason) => !isCommon(reason)),
    moduleOf,
  );
  const groups: [string, readonly ReasonSchema[]][] = [["Any procedure", common], ...modules];
  return {
    lead: html`<p>
      A refused call says <code>reason</code>, which a program decides by; its <code>kind</code>,
      which also fits reasons that a program does not know; a message for people;
      <code>details</code>; and the request's id. What to do with each kind is told
      <a href="${links.page("index")}#errors">at the start</a>.
    </p>`,
    contents: groups.map(([title, entries]) => ({
      title,
      entries: entries.map(({ reason }) => ({ id: reason, label: reason })),
    })),
    body: html`${groups.map(
      ([title, entries]) =>
        html`<section class="group">
          <h2>${title}</h2>
          ${table(
            title === "Any procedure"
              ? "Reasons that no procedure declares"
              : `Reasons of ${title}`,
            [
              { title: "Reason", cell: ({ reason }) => html`<code>${breakable(reason)}</code>` },
              { title: "Kind", cell: ({ kind }) => kind },
              { title: "Status", cell: statusOf },
              { title: "Message", cell: ({ message }) => prose(message) },
              { title: "Details", cell: (reason) => details(reason, source), optional: true },
            ],
            entries,
            ({ reason }) => reason,
          )}
        </section>`,
    )}`,
  };
}

const breakable = (reason: string): Html =>
  html`${reason.split(/(?<=[._])/).map((part) => html`${part}<wbr />`)}`;

const details = ({ details: schema }: ReasonSchema, { schemas }: Source): Html | "" => {
  const rows = fieldRows(schema, schemas.outputs).filter(({ depth }) => depth === 0);
  return rows.length === 0
    ? ""
    : html`${rows.map(({ name, type }) => html`<span class="detail"><code>${name}</code>: ${type}</span>`)}`;
};
