import type { AnyTemplate } from "./template.ts";
import type { Block, MailContent } from "./mail-content.ts";
import { mailHtml } from "./mail-html.ts";
import { type Reader, wordingFor } from "./wording.ts";

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export function renderMail(template: AnyTemplate, data: unknown, reader: Reader): RenderedMail {
  const write = template.texts[reader.locale];
  const content = write(template.data.parse(data), wordingFor(reader));
  const subject = oneLine(content.subject);
  return {
    subject,
    html: mailHtml({ ...content, subject, preheader: preheaderOf(content) }, reader.locale),
    text: mailText(content.blocks),
  };
}

/** A line break in a subject would begin another header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

const preheaderOf = ({ preheader, blocks }: MailContent): string =>
  preheader ?? blocks.find((each) => each.block === "paragraph")?.text ?? "";

const mailText = (blocks: readonly Block[]): string => `${blocks.map(blockText).join("\n\n")}\n`;

function blockText(block: Block): string {
  switch (block.block) {
    case "paragraph":
    case "note":
      return block.text;
    case "button":
      return `${block.label}:\n${block.url}`;
    case "code":
      return `    ${block.code}`;
    case "facts":
      return block.facts.map(({ label, value }) => `${label}: ${value}`).join("\n");
  }
}
