import type { MailContent } from "./mail-content.ts";
import type { AnyTemplate } from "./template.ts";
import { type Reader, wordingFor } from "./wording.ts";

/** A template's words for one reader, the same for every channel. */
export function writeContent(template: AnyTemplate, data: unknown, reader: Reader): MailContent {
  const write = template.texts[reader.locale];
  const content = write(template.data.parse(data), wordingFor(reader));
  return { ...content, subject: oneLine(content.subject) };
}

/** A line break in a subject would begin another header. */
export const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

export const firstParagraph = ({ blocks }: MailContent): string =>
  blocks.find((each) => each.block === "paragraph")?.text ?? "";
