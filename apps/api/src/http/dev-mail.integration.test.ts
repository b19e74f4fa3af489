import { paragraph, template } from "@mainstay/core";
import { type Db, inboxMails } from "@mainstay/db";
import { testApi, testDatabase, testEnv } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const hello = template("test.hello", {
  kind: "security",
  data: z.object({ name: z.string() }),
  example: { name: "Anna" },
  en: ({ name }) => ({ subject: `Hello, ${name}`, blocks: [paragraph("Welcome.")] }),
  ru: ({ name }) => ({ subject: `Здравствуйте, ${name}`, blocks: [paragraph("Входите.")] }),
});
const evil = "<script>alert(1)</script>";
const put = async (db: Db, to: string, at: string): Promise<string> => {
  const mail = {
    to,
    at: new Date(at),
    from: "a@b.test",
    subject: evil,
    html: "<head></head>hi",
    text: evil,
  };
  const [row] = await db.insert(inboxMails).values(mail).returning({ id: inboxMails.id });
  return row?.id ?? "";
};

describe("/dev/mail", () => {
  it("shows what was sent, newest first, and runs nothing of it", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const older = await put(database.db, "old@example.com", "2026-01-01T00:00:00Z");
    const newer = await put(database.db, "new@example.com", "2026-01-02T00:00:00Z");
    for (const path of ["", `/${older}`, `/${older}?face=text`]) {
      const response = await fetch(`${api.url}/dev/mail${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-security-policy")).not.toMatch(/unsafe|script-src/);
      const page = await response.text();
      expect(page).not.toContain(evil);
      expect(page).toContain("&lt;script&gt;");
    }
    const list = await (await fetch(`${api.url}/dev/mail`)).text();
    expect(list.indexOf(newer)).toBeLessThan(list.indexOf(older));
    const mail = await fetch(`${api.url}/dev/mail/${newer}/html`);
    expect(mail.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'.*sandbox allow-popups/,
    );
    expect(mail.headers.get("content-security-policy")).not.toMatch(
      /allow-scripts|allow-same-origin/,
    );
    const found = await fetch(`${api.url}/dev/mail.json?to=old@example.com`);
    expect(await found.json()).toMatchObject({ mails: [{ id: older, to: "old@example.com" }] });
  });

  it("is emptied by its own page alone", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await put(database.db, "a@example.com", "2026-01-01T00:00:00Z");
    const empty = (headers: Record<string, string>) =>
      fetch(`${api.url}/dev/mail/delete`, { method: "POST", headers, redirect: "manual" });
    expect((await empty({})).status).toBe(403);
    expect((await empty({ origin: "https://evil.test" })).status).toBe(403);
    expect((await empty({ origin: "null" })).status).toBe(403);
    expect(await database.db.$count(inboxMails)).toBe(1);
    expect((await empty({ origin: api.url })).status).toBe(303);
    expect(await database.db.$count(inboxMails)).toBe(0);
  });

  it("previews every template in both languages", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { templates: [hello] });
    const text = async (path: string) => (await fetch(api.url + path)).text();
    expect(await text("/dev/mail/templates")).toContain("test.hello");
    expect(await text("/dev/mail/templates/test.hello/ru")).toContain("Здравствуйте, Anna");
    expect(await text("/dev/mail/templates/test.hello/en/html")).toContain("Welcome.");
    expect((await fetch(`${api.url}/dev/mail/templates/test.hello/fr`)).status).toBe(404);
  });

  it("previews no template that goes by other ways alone", async () => {
    await using database = await testDatabase();
    const chat = { ...hello, template: "test.chat", channels: ["telegram"] as const };
    await using api = await testApi(database, { templates: [hello, chat] });
    const list = await (await fetch(`${api.url}/dev/mail/templates`)).text();
    expect(list).toContain("test.hello");
    expect(list).not.toContain("test.chat");
    for (const face of ["", "/html"]) {
      const shown = await fetch(`${api.url}/dev/mail/templates/test.chat/en${face}`);
      expect(shown.status).toBe(404);
    }
  });

  it("is nowhere but in development", async () => {
    await using database = await testDatabase();
    const env = { ...testEnv(database), MODE: "sandbox" as const };
    await using api = await testApi(database, { env, templates: [hello] });
    const id = await put(database.db, "a@example.com", "2026-01-01T00:00:00Z");
    for (const path of ["", ".json", "/templates", "/style.css", `/${id}`, `/${id}/html`]) {
      expect((await fetch(`${api.url}/dev/mail${path}`)).status).toBe(404);
    }
  });
});
