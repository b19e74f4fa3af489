import { html, type Html } from "./html.ts";

const tokens =
  /(?<key>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<note>(?<=^|\s)(?:\/\/|#).*)|(?<word>\b(?:import|from|const|await|async|for|of|if|try|catch|throw|true|false|null|curl)\b)|(?<number>\b\d+(?:\.\d+)?\b)/gm;

/** A piece of code to copy, coloured a little. */
export function code(title: string, text: string): Html {
  const parts: (string | Html)[] = [];
  let at = 0;
  for (const match of text.matchAll(tokens)) {
    const [kind] =
      Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    parts.push(text.slice(at, match.index), html`<span class="t-${kind}">${match[0]}</span>`);
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return html`<figure class="code">
    <figcaption>${title}</figcaption>
    <pre><code>${parts}</code></pre>
  </figure>`;
}

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** A value as a TypeScript programmer would write it. */
export function literal(value: unknown, indent = ""): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "undefined";
  const deeper = `${indent}  `;
  const list = Array.isArray(value);
  const parts = list
    ? value.map((item) => literal(item, deeper))
    : Object.entries(value).map(([name, item]) => `${keyOf(name)}: ${literal(item, deeper)}`);
  if (parts.length === 0) return list ? "[]" : "{}";
  const short = list ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  if (short.length + indent.length < 44 && !short.includes("\n")) return short;
  const lines = parts.map((part) => `${deeper}${part},\n`).join("");
  return list ? `[\n${lines}${indent}]` : `{\n${lines}${indent}}`;
}

const keyOf = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);

/** A word of a shell in which nothing is expanded. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
