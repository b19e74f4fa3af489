import { describe, expect, it } from "vitest";
import { z } from "zod";
import { button, code, facts, note, paragraph } from "./mail-content.ts";
import { renderPush } from "./render-push.ts";
import { renderTelegram, telegramMost } from "./render-telegram.ts";
import { template } from "./template.ts";

const evil = `<a href="tg://x">"&'</a>`;
const escaped = "&lt;a href=&quot;tg://x&quot;&gt;&quot;&amp;&#39;&lt;/a&gt;";
const words = ({ text }: { text: string }) => ({
  subject: `Subject\n${text}`,
  blocks: [
    facts([{ label: `Label ${text}`, value: `Value ${text}` }]),
    paragraph(`Paragraph ${text}`),
    button(`Button ${text}`, `https://app.test/open?q=${encodeURIComponent(text)}`),
    code(`Code ${text}`),
    note(`Note ${text}`),
  ],
});
const all = template("test.all", {
  kind: "operations",
  channels: ["telegram", "push"],
  data: z.object({ text: z.string() }),
  example: { text: "text" },
  en: words,
  ru: words,
});
const reader = { locale: "en", timeZone: "UTC", appUrl: "https://app.test" } as const;
const tag = "0196f2a0-1111-7abc-8def-0123456789ab";

/** Whether each tag is closed in order, and nothing else looks like one. */
function isWellFormed(html: string): boolean {
  const open: string[] = [];
  for (const [, close, name = ""] of html.matchAll(/<(\/?)([a-z]+)(?: href="[^"<>]*")?>/g)) {
    if (!close) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0 && !/&(?!(amp|lt|gt|quot|#39);)/.test(html);
}

describe("a Telegram message", () => {
  it("escapes every field", () => {
    const html = renderTelegram(all, { text: evil }, reader);
    for (const part of ["Subject", "Label", "Value", "Paragraph", "Button", "Code", "Note"]) {
      expect(html).toContain(`${part} ${escaped}`);
    }
    expect(html).not.toContain('<a href="tg:');
    expect(isWellFormed(html)).toBe(true);
  });

  it.each(["x", "&", "<", "🙂", "ё", '"'])(
    "of however many %s is as long as Telegram takes, and whole HTML",
    (character) => {
      for (const length of [10, 100, 500, 1_000, 2_000, 10_000]) {
        const html = renderTelegram(all, { text: character.repeat(length) }, reader);
        expect(html.length).toBeLessThanOrEqual(telegramMost);
        expect(isWellFormed(html)).toBe(true);
      }
    },
  );
});

describe("a push message", () => {
  it("is subject, first paragraph and first button", () => {
    expect(renderPush(all, { text: "text" }, reader, tag)).toEqual({
      title: "Subject text",
      body: "Paragraph text",
      url: "https://app.test/open?q=text",
      tag,
    });
  });

  it.each(["x", "🙂", "ё", '"', "\\", "\u0000"])("of however many %j fits", (character) => {
    const message = renderPush(all, { text: character.repeat(10_000) }, reader, tag);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(3_072);
    expect(message.url).toBe("https://app.test");
  });
});
