import { anyone, type JsonSchema, signedIn, withAccount } from "@mainstay/contracts";
import { duration } from "./duration.ts";
import { code, json, literal, shellWord } from "./code.ts";
import { exampleOf } from "./example.ts";
import { fieldRows, typeOf } from "./field-rows.ts";
import type { Links, Page } from "./frame.ts";
import { html, type Html, prose } from "./html.ts";
import type { Field, Operation } from "./operations.ts";
import { refusalTable } from "./refusal-table.ts";
import { requestExample } from "./request-example.ts";
import type { Source } from "./source.ts";
import { inputTable, outputTable } from "./table.ts";

/** Every query and mutation: as REST serves it, and as the SDK calls it. */
export function restPage(source: Source, links: Links): Page {
  const groups = Map.groupBy(source.operations, ({ group }) => group);
  return {
    lead: html`<p>
      Every query and mutation, with its address below <code>/api/v1</code> and its name in the SDK.
      What they have in common (credentials, errors, idempotency keys, limits, pages) is told
      <a href="${links.page("index")}">at the start</a>; subscriptions have
      <a href="${links.page("subscriptions")}">a page of their own</a>.
    </p>`,
    contents: [...groups].map(([title, operations]) => ({
      title,
      entries: operations.map(({ name, method }) => ({
        id: name,
        label: name.slice(name.lastIndexOf(".") + 1),
        mark: method,
      })),
    })),
    body: html`${[...groups].map(
      ([group, operations]) =>
        html`<section class="group">
          <h2>${group}</h2>
          ${operations.map((operation) => article(operation, source, links))}
        </section>`,
    )}`,
  };
}

function article(operation: Operation, source: Source, links: Links): Html {
  const { name, method, path, procedure, output } = operation;
  return html`<article id="${name}" data-find>
    <h3><a class="anchor" href="#${name}">${name}</a></h3>
    <p class="summary">${prose(procedure.summary)}</p>
    <p class="address">
      <span class="method ${method.toLowerCase()}">${method}</span>
      <code>/api/v1${breakable(path)}</code>
    </p>
    ${procedure.deprecated && deprecation(procedure.deprecated)}
    ${procedure.description !== undefined && html`<p>${prose(procedure.description)}</p>`}
    <dl class="facts">${facts(operation, links)}</dl>
    ${calls(operation, source)}
    <h4>Input</h4>
    ${inputOf(operation, source)}
    <h4>Answer</h4>
    ${answer(output, source)}
    <h4>Refusals</h4>
    ${refusalTable("Why a call can be refused", operation.refusals, links)}
  </article>`;
}

function inputOf(operation: Operation, source: Source): Html {
  const rows = inputRows(operation, source);
  if (rows.length > 0) return inputTable(html`<span class="unseen">What is sent</span>`, rows);
  if (!operation.body) return html`<p class="whole">Nothing.</p>`;
  const type = typeOf(operation.body, source.schemas.inputs);
  return html`<p class="whole"><code class="type">${type}</code></p>`;
}

function answer(output: JsonSchema | null, { schemas: { outputs } }: Source): Html {
  if (!output) return html`<p class="whole"><code>204</code>, with nothing in it.</p>`;
  return html`${outputTable("What is answered", output, outputs)}
  ${code("An answer", json(exampleOf(output, outputs)))}`;
}

/** A long path may break after each of its parts. */
const breakable = (path: string): Html =>
  html`${path.split(/(?<=\/)/).map((part) => html`${part}<wbr />`)}`;

function inputRows({ pathFields, queryFields, body }: Operation, { schemas: { inputs } }: Source) {
  const placed = (place: string, fields: readonly Field[]) => {
    const required = fields.filter((field) => field.required).map(({ name }) => name);
    const properties = Object.fromEntries(fields.map(({ name, schema }) => [name, schema]));
    return fieldRows({ properties, required }, inputs).map((row) => ({ ...row, place }));
  };
  return [
    ...placed("path", pathFields),
    ...placed("query", queryFields),
    ...fieldRows(body, inputs).map((row) => ({ ...row, place: "body" })),
  ];
}

export const deprecation = ({
  since,
  sunset,
  use,
}: {
  since: string;
  sunset: string;
  use: string;
}): Html =>
  html`<p class="note">
    <strong>Deprecated</strong> since ${since}, served until ${sunset}. Use
    <a href="#${use}"><code>${use}</code></a
    >.
  </p>`;

/** Who may call, as a sentence. */
export function whoMay({ access }: Operation["procedure"], links: Links): Html {
  if (access === anyone) return html`Anyone`;
  if (access === signedIn) return html`Anyone who is signed in`;
  if (access === withAccount) return html`Anyone with an account; no keys`;
  if (typeof access === "string") return html`Who has the token of a ${access.replace("_", " ")}`;
  const roles = ["admin", ...access.roles].join(", ");
  return html`The permission
    <a href="${links.page("permissions")}#${access.permission}"><code>${access.permission}</code></a
    >: ${roles}`;
}

const classes = {
  read: "reading",
  write: "writing",
  sign_in: "signing in",
  money: "moving money",
  report: "reporting faults",
} as const;

function facts({ procedure }: Operation, links: Links): Html[] {
  const { kind, idempotency, limit, sensitive, audit, cache } = procedure;
  const told: [string, Html][] = [["Who may call", whoMay(procedure, links)]];
  if (limit)
    told.push(["Rate limit", html`<a href="${links.page("index")}#limits">${classes[limit]}</a>`]);
  if (idempotency === "key") {
    const wanted = limit === "money" ? "required" : "taken";
    told.push([
      "Idempotency-Key",
      html`<a href="${links.page("index")}#idempotency">${wanted}</a>`,
    ]);
  }
  if (idempotency === "natural") told.push(["Repeats", html`safe: the input carries its own id`]);
  if (kind === "mutation")
    told.push(["Audit", html`${audit === "yes" ? "written" : "not written"}`]);
  if (cache) {
    const { seconds } = cache;
    told.push([
      "May be kept",
      html`for ${duration(seconds * 1_000)}; then <code>If-None-Match</code> with its
        <code>ETag</code> asks whether it is still the same`,
    ]);
  }
  if (sensitive) told.push(["Secrets", html`in the answer: do not log it`]);
  return told.map(
    ([title, text]) =>
      html`<div>
        <dt>${title}</dt>
        <dd>${text}</dd>
      </div>`,
  );
}

function calls(operation: Operation, source: Source): Html {
  const example = requestExample(operation, source.schemas.inputs);
  return html`<div class="pair">
    ${code("curl", curl(operation, example, source.publicUrl))}
    ${code("SDK", sdk(operation, example.input))}
  </div>`;
}

function curl(
  { method, procedure }: Operation,
  { path, body }: { path: string; body: unknown },
  publicUrl: string,
): string {
  const call = method === "GET" ? "curl" : `curl -X ${method}`;
  return [
    `${call} ${shellWord(`${publicUrl}/api/v1${path}`)}`,
    ...(procedure.access === anyone ? [] : ['-H "Authorization: Bearer $MAINSTAY_KEY"']),
    ...(procedure.idempotency === "key" ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${shellWord(JSON.stringify(body))}`]),
  ].join(" \\\n  ");
}

const sdk = ({ name, procedure }: Operation, input: unknown): string => {
  const call = procedure.kind === "query" ? "query" : "mutate";
  return `await mainstay.${name}.${call}(${input === undefined ? "" : literal(input)});`;
};
