import { type Variable, type VariableName, variableNames, variables } from "@mainstay/runtime";
import { code } from "./code.ts";
import type { Page } from "./frame.ts";
import { html, type Html, prose } from "./html.ts";
import { table } from "./table.ts";

/** Every variable that a process reads. */
export function environmentPage(): Page {
  return {
    lead: html`<p>
        Every variable that a process reads, before anything listens; all that is wrong is told at
        once. In development none has to be set. Outside it those marked as required must be, and
        the made-up values of development are refused.
      </p>
      ${code("Shell", "cp .env.example .env\npnpm mainstay doctor")}`,
    contents: [
      { title: "Variables", entries: variableNames.map((name) => ({ id: name, label: name })) },
    ],
    body: table<VariableName>(
      "Environment variables",
      [
        { title: "Variable", cell: name },
        { title: "Default", cell: byDefault },
        { title: "In development", cell: inDevelopment, optional: true },
        { title: "Description", cell: about },
      ],
      variableNames,
      (variable) => variable,
    ),
  };
}

const isRequired = (variable: VariableName): boolean =>
  !variables[variable].schema.safeParse(undefined).success;

function name(variable: VariableName): Html {
  const { secret }: Variable = variables[variable];
  const badges = [
    isRequired(variable) && html`<span class="required">required</span> `,
    secret && html`<span class="optional">secret</span>`,
  ];
  const parts = variable.split(/(?<=_)/).map((part) => html`${part}<wbr />`);
  return html`<code>${parts}</code><span class="badges">${badges}</span>`;
}

function byDefault(variable: VariableName): Html | "" {
  const { data } = variables[variable].schema.safeParse(undefined);
  const text = typeof data === "object" ? JSON.stringify(data) : String(data ?? "");
  return ["", "[]", "{}"].includes(text) ? "" : html`<code>${text}</code>`;
}

function inDevelopment(variable: VariableName): Html | "" {
  const { development, secret }: Variable = variables[variable];
  if (!development) return "";
  return secret ? html`made up` : html`<code class="long">${development({})}</code>`;
}

function about(variable: VariableName): Html {
  const { about: text, form }: Variable = variables[variable];
  return html`${prose(text)}${form !== undefined && html`<br /><span class="form">Form: <code>${form}</code></span>`}`;
}
