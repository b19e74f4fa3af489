import { type AnySetting, jsonSchema } from "@mainstay/contracts";
import type { z } from "zod";
import { code } from "./code.ts";
import { limitsOf, typeOf } from "./field-rows.ts";
import type { Page } from "./frame.ts";
import { html, prose } from "./html.ts";
import type { Source } from "./source.ts";
import { table } from "./table.ts";

/** What an operator may change while everything runs. */
export function settingsPage({ settings }: Source): Page {
  const sorted = settings.toSorted((a, b) => (a.setting < b.setting ? -1 : 1));
  const modules = Map.groupBy(sorted, ({ setting }) => setting.slice(0, setting.indexOf(".")));
  return {
    lead: html`<p>
        What an operator may change while everything runs. A change is audited and reaches every
        process in under a second. The value of a secret is stored encrypted and never shown again.
      </p>
      ${code("Shell", "pnpm mainstay settings list")}`,
    contents: [...modules].map(([title, its]) => ({
      title,
      entries: its.map(({ setting }) => ({ id: setting, label: setting })),
    })),
    body: html`${[...modules].map(
      ([title, its]) =>
        html`<section class="group">
          <h2>${title}</h2>
          ${table(
            `Settings of ${title}`,
            [
              { title: "Setting", cell: ({ setting }) => html`<code>${setting}</code>` },
              {
                title: "Type",
                cell: (setting) => html`<code class="type">${describe(setting, typeOf)}</code>`,
              },
              {
                title: "Default",
                cell: ({ secret, default: value }) =>
                  secret ? "secret" : html`<code>${JSON.stringify(value)}</code>`,
              },
              { title: "Limits", cell: (setting) => describe(setting, limitsOf), optional: true },
              { title: "Description", cell: ({ description }) => prose(description) },
            ],
            its,
            ({ setting }) => setting,
          )}
        </section>`,
    )}`,
  };
}

function describe({ schema }: AnySetting, tell: typeof typeOf): string {
  const { schema: described = {}, named = {} } = jsonSchema(schema as z.ZodType, "input") ?? {};
  return tell(described, named);
}
