import { escapeHtml } from "./escape-html.ts";
import type { Block } from "./mail-content.ts";
import type { AnyTemplate } from "./template.ts";
import type { Reader } from "./wording.ts";
import { writeContent } from "./write-content.ts";

/** Telegram refuses what is longer. */
export const telegramMost = 4_096;
const gap = "\n\n";

/** A chat message in Telegram's HTML. What does not fit is left out from the end. */
export function renderTelegram(template: AnyTemplate, data: unknown, reader: Reader): string {
  const { subject, blocks } = writeContent(template, data, reader);
  let message = `<b>${escapeWithin(subject, 1_000)}</b>`;
  for (const block of blocks) {
    const room = telegramMost - message.length - gap.length;
    const part = blockHtml(block);
    if (part.length <= room) message += gap + part;
    else return isText(block) ? message + gap + escapeWithin(block.text, room) : message;
  }
  return message;
}

const isText = (block: Block): block is Extract<Block, { text: string }> => "text" in block;

function blockHtml(block: Block): string {
  switch (block.block) {
    case "paragraph":
      return escapeHtml(block.text);
    case "note":
      return `<i>${escapeHtml(block.text)}</i>`;
    case "button":
      return `<a href="${escapeHtml(block.url)}">${escapeHtml(block.label)}</a>`;
    case "code":
      return `<code>${escapeHtml(block.code)}</code>`;
    case "facts":
      return block.facts
        .map(({ label, value }) => `${escapeHtml(label)}: ${escapeHtml(value)}`)
        .join("\n");
  }
}

/** Cut between characters, so that no entity is cut in two. */
function escapeWithin(text: string, most: number): string {
  const whole = escapeHtml(text);
  if (whole.length <= most) return whole;
  let cut = "";
  for (const character of text) {
    const next = escapeHtml(character);
    if (cut.length + next.length >= most) break;
    cut += next;
  }
  return most > 0 ? `${cut}…` : "";
}
