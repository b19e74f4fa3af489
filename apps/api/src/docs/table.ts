import type { JsonSchema } from "@mainstay/contracts";
import type { Named } from "./example.ts";
import { type FieldRow, fieldRows, typeOf } from "./field-rows.ts";
import { html, type Html, type Part, prose } from "./html.ts";

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => Part;
  /** Left out of the table where no row has anything to say. */
  readonly optional?: boolean;
}

/** The first column heads its row. A phone shows a row as a card, with the titles in front of its cells. */
export function table<T>(
  caption: Part,
  columns: readonly Column<T>[],
  rows: readonly T[],
  anchor?: (row: T) => string,
): Html {
  const isEmpty = (part: Part): boolean =>
    part === "" || part === undefined || part === null || part === false;
  const [head, ...rest] = columns.filter(
    ({ optional, cell }) => !optional || !rows.every((row) => isEmpty(cell(row))),
  );
  if (!head) return html``;
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${[head, ...rest].map(({ title }) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => {
        const id = anchor?.(row);
        return html`<tr${id !== undefined && html` id="${id}" data-find`}>
        <th scope="row">${head.cell(row)}</th>
        ${rest.map(({ title, cell }) => {
          const part = cell(row);
          return html`<td data-title="${title}" ${isEmpty(part) && html` class="empty"`}>
            ${part}
          </td>`;
        })}
      </tr>`;
      })}
    </tbody>
  </table>`;
}

const name: Column<FieldRow> = {
  title: "Field",
  cell: ({ name: field, depth, required }) =>
    html`<span class="field d${Math.min(depth, 6)}"
      ><code>${field}</code>${required && html` <span class="required">required</span>`}</span
    >`,
};
const type: Column<FieldRow> = {
  title: "Type",
  cell: (row) => html`<code class="type">${row.type}</code>`,
};
const limits: Column<FieldRow>[] = [
  {
    title: "Default",
    cell: ({ byDefault }) => byDefault !== undefined && html`<code>${byDefault}</code>`,
    optional: true,
  },
  { title: "Limits", cell: (row) => row.limits, optional: true },
];
const description: Column<FieldRow> = {
  title: "Description",
  cell: ({ about }) => about !== undefined && prose(about),
  optional: true,
};

/** What is sent: which fields must be there, and where they travel. */
export function inputTable(caption: Part, rows: readonly (FieldRow & { place?: string })[]): Html {
  const place: Column<FieldRow & { place?: string }> = {
    title: "In",
    cell: (row) => row.place,
    optional: true,
  };
  return table<FieldRow & { place?: string }>(
    caption,
    [name, place, type, ...limits, description],
    rows,
  );
}

/** What is answered. A field that is always there says nothing of it; one that can be missing does. */
export function outputTable(caption: string, schema: JsonSchema, named: Named): Html {
  const rows = fieldRows(schema, named);
  const whole = typeOf(schema, named);
  if (rows.length === 0) return html`<p class="whole"><code class="type">${whole}</code></p>`;
  const field: Column<FieldRow> = {
    title: "Field",
    cell: ({ name: told, depth, required }) =>
      html`<span class="field d${Math.min(depth, 6)}"
        ><code>${told}</code
        >${!required && html` <span class="optional">may be missing</span>`}</span
      >`,
  };
  const titled = html`<span class="unseen">${caption}</span
    >${whole !== "object" && html` <code>${whole}</code>`}`;
  return table(titled, [field, type, description], rows);
}
