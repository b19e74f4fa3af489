/** Text that is HTML already. Whatever else is put into a template is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
export type Part = Html | string | number | false | null | undefined | readonly Part[];

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.map((text, at) => text + textOf(parts[at])).join(""));

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return (part as readonly Part[]).map(textOf).join("");
  if (part === null || part === undefined || part === false) return "";
  return String(part as string | number).replace(/[&<>"']/g, (one) => entities[one] ?? one);
}

/** A text of the contract: what stands in backticks or braces there is code here. */
export const prose = (text: string): Html =>
  html`${text
    .split(/(`[^`]+`|\{\w+\})/)
    .map((part, at) =>
      at % 2 === 0
        ? part
        : part.startsWith("`")
          ? html`<code>${part.slice(1, -1)}</code>`
          : html`<var>${part}</var>`,
    )}`;
