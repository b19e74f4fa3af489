import type { AnyTemplate } from "./template.ts";
import type { Block } from "./mail-content.ts";
import { mailHtml } from "./mail-html.ts";
import type { Reader } from "./wording.ts";
import { firstParagraph, writeContent } from "./write-content.ts";

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export function renderMail(template: AnyTemplate, data: unknown, reader: Reader): RenderedMail {
  const content = writeContent(template, data, reader);
  const preheader = content.preheader ?? firstParagraph(content);
  return {
    subject: content.subject,
    html: mailHtml({ ...content, preheader }, reader.locale),
    text: mailText(content.blocks),
  };
}

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
