import { describe, expect, it } from "vitest";
import { z } from "zod";
import { button, code, facts, note, paragraph } from "./mail-content.ts";
import { renderMail } from "./render-mail.ts";
import { template } from "./template.ts";

const evil = `<script>"&'</script>`;
const all = template("test.all", {
  kind: "security",
  data: z.object({ text: z.string(), at: z.iso.datetime() }),
  example: { text: "text", at: "2026-07-01T12:30:00Z" },
  en: ({ text, at }, say) => ({
    subject: `Subject ${text}`,
    preheader: `Preheader ${text}`,
    blocks: [
      paragraph(`Paragraph ${text}`),
      button(`Button ${text}`, say.link("/open", { token: text })),
      code(`Code ${text}`),
      facts([{ label: `Label ${text}`, value: `Value ${text}` }]),
      say.origin({ at, ip: "192.0.2.7", device: `Device ${text}`, city: null }),
      note(`Note ${text}`),
    ],
  }),
  ru: ({ at }, say) => ({ subject: "Тема", blocks: [say.origin({ at }), paragraph(say.date(at))] }),
});
const english = {
  locale: "en",
  timeZone: "America/New_York",
  appUrl: "https://app.test/",
} as const;
const russian = { ...english, locale: "ru", timeZone: "Europe/Moscow" } as const;
const at = "2026-07-01T12:30:00Z";

describe("a mail", () => {
  it("escapes every field in HTML", () => {
    const { html } = renderMail(all, { text: evil, at }, english);
    expect(html).not.toContain("<script");
    for (const part of [
      "Subject",
      "Preheader",
      "Paragraph",
      "Button",
      "Code",
      "Label",
      "Value",
      "Device",
      "Note",
    ]) {
      expect(html).toContain(`${part} &lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;`);
    }
  });

  it("writes each link out in plain text, and leaves texts as they are", () => {
    const { text } = renderMail(all, { text: evil, at }, english);
    expect(text).toContain(`Button ${evil}:\nhttps://app.test/open#token=%3Cscript%3E`);
    expect(text).toContain(`Label ${evil}: Value ${evil}`);
    expect(text).not.toContain("City");
  });

  it("tells times by the reader's clock, in the reader's language", () => {
    expect(renderMail(all, { text: "", at }, english).text).toMatch(/Time: 1 July 2026.*08:30 \S+/);
    const { text, html } = renderMail(all, { text: "", at }, russian);
    expect(text).toMatch(/Время: 1 июля 2026.*15:30 \S+/);
    expect(html).toContain('<html lang="ru">');
  });

  it("tells times in UTC where the zone is not known here", () => {
    const { text } = renderMail(all, { text: "", at }, { ...english, timeZone: "Mars/Base" });
    expect(text).toMatch(/12:30 UTC/);
  });

  it("has a subject of one line", () => {
    const { subject } = renderMail(all, { text: "a\r\nBcc: eve@example.com", at }, english);
    expect(subject).toBe("Subject a Bcc: eve@example.com");
  });

  it("loads nothing and runs nothing", () => {
    const { html } = renderMail(all, { text: "", at }, english);
    expect(html).not.toMatch(/<(img|script|link|iframe)|url\(|@import/i);
  });

  it("has no button that is not a page", () => {
    const bad = template("test.bad", {
      kind: "news",
      data: z.object({}),
      example: {},
      en: () => ({ subject: "", blocks: [button("x", "javascript:alert(1)")] }),
      ru: () => ({ subject: "", blocks: [] }),
    });
    expect(() => renderMail(bad, {}, english)).toThrow(/leads to a page/);
  });

  it("does not take data that its template does not declare", () => {
    expect(() => renderMail(all, { text: 7, at }, english)).toThrow(z.ZodError);
  });
});
