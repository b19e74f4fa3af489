import {
  type platform,
  templateDataInvalid,
  templateNotForChannel,
  templateUnknown,
} from "@mainstay/contracts";
import type { z } from "zod";
import type { UseCase } from "../../context.ts";
import { renderMail } from "./render-mail.ts";
import { renderPush } from "./render-push.ts";
import { renderTelegram } from "./render-telegram.ts";
import type { AnyTemplate } from "./template.ts";

type Preview = typeof platform.notifications.preview;

/** A delivery's id stands there. */
const exampleTag = "00000000-0000-7000-8000-000000000000";

export const previewTemplateOf = (templates: readonly AnyTemplate[]): UseCase<Preview> => {
  const byName = new Map(templates.map((each) => [each.template, each]));
  return async (ctx, { template: name, channel, locale, timeZone, data }) => {
    const template = byName.get(name) ?? ctx.fail(templateUnknown({ template: name }));
    if (!template.channels.includes(channel)) {
      const channels = [...template.channels];
      ctx.fail(templateNotForChannel({ template: name, channel, channels }));
    }
    // The catalogue of templates is wider than the types of their data.
    const parsed: z.ZodSafeParseResult<unknown> = template.data
      .strict()
      .safeParse(data ?? template.example);
    if (!parsed.success) return ctx.fail(templateDataInvalid(whatIsWrong(name, parsed.error)));
    const reader = { locale, timeZone, appUrl: ctx.channels.appUrl };
    switch (channel) {
      case "email":
        return { channel, ...renderMail(template, parsed.data, reader) };
      case "telegram":
        return { channel, html: renderTelegram(template, parsed.data, reader) };
      case "push":
        return { channel, ...renderPush(template, parsed.data, reader, exampleTag) };
    }
  };
};

/** Each field by its name. */
function whatIsWrong(template: string, { issues: found }: z.ZodError) {
  const issues = found.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((path) => ({ path, message: "is not one of the template's fields" }))
      : [{ path: issue.path.join("."), message: issue.message }],
  );
  const summary = issues.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return { template, summary, issues };
}
