import { mailLocales } from "@mainstay/contracts";
import { describe, expect, it } from "vitest";
import { renderMail } from "./platform/notifications/render-mail.ts";
import { renderPush } from "./platform/notifications/render-push.ts";
import { renderTelegram } from "./platform/notifications/render-telegram.ts";
import { templates } from "./templates.ts";

const readers = mailLocales.map(
  (locale) => ({ locale, timeZone: "UTC", appUrl: "https://app.test" }) as const,
);

describe("the product's templates", () => {
  it("have names of their own", () => {
    const names = templates.map(({ template }) => template);
    expect(new Set(names).size).toBe(names.length);
  });

  it("carry one-use tokens by e-mail alone", () => {
    const beyond = templates.filter(({ channels }) => channels.some((one) => one !== "email"));
    const withTokens = beyond.filter(({ data }) =>
      Object.keys(data.shape as object).some((field) => /token|code|link|secret/i.test(field)),
    );
    expect(beyond.length).toBeGreaterThan(10);
    expect(withTokens.map(({ template }) => template)).toEqual([]);
    for (const each of beyond) {
      const written = readers.map((reader) => renderMail(each, each.example, reader).text).join();
      expect(written).not.toContain("#token=");
    }
  });

  it.each(templates.map((each) => [each.template, each] as const))(
    "%s can be written for each of its channels, in both languages",
    (_, each) => {
      for (const reader of readers) {
        const forms = [
          renderMail(each, each.example, reader).subject,
          renderTelegram(each, each.example, reader),
          renderPush(each, each.example, reader, "tag").title,
        ];
        expect(forms.filter((form) => form.trim() === "")).toEqual([]);
      }
    },
  );
});
