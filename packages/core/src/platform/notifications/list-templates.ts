import type { platform } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import type { AnyTemplate } from "./template.ts";

export const listTemplatesOf =
  (templates: readonly AnyTemplate[]): UseCase<typeof platform.notifications.templates> =>
  async () =>
    templates
      .map(({ template, kind, channels, data }) => ({
        template,
        kind,
        channels: [...channels],
        fields: Object.keys(data.shape),
      }))
      .toSorted((a, b) => a.template.localeCompare(b.template));
