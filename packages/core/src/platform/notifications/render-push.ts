import type { AnyTemplate } from "./template.ts";
import type { Reader } from "./wording.ts";
import { firstParagraph, oneLine, writeContent } from "./write-content.ts";

export interface PushMessage {
  readonly title: string;
  readonly body: string;
  /** Where a tap leads. */
  readonly url: string;
  /** A notification takes the place of one with the same. */
  readonly tag: string;
}

/** Push services take 4 kB once it is encrypted; together these are well below 3. */
const most = { title: 120, body: 400, url: 500 } as const;

/** What a page's service worker is given. */
export function renderPush(
  template: AnyTemplate,
  data: unknown,
  reader: Reader,
  tag: string,
): PushMessage {
  const content = writeContent(template, data, reader);
  const button = content.blocks.find((each) => each.block === "button");
  const fits = button !== undefined && button.url.length <= most.url;
  return {
    title: cut(content.subject, most.title),
    body: cut(oneLine(firstParagraph(content)), most.body),
    url: fits ? button.url : reader.appUrl,
    tag,
  };
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
