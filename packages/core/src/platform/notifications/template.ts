import type { Channel, MailLocale, NotificationKind } from "@mainstay/contracts";
import type { z } from "zod";
import type { MailContent } from "./mail-content.ts";
import type { Wording } from "./wording.ts";

type Texts<D extends z.ZodObject> = Readonly<
  Record<MailLocale, (data: z.output<D>, say: Wording) => MailContent>
>;

export interface Template<N extends string = string, D extends z.ZodObject = z.ZodObject> {
  readonly template: N;
  /** What readers choose by; security mail always comes. */
  readonly kind: NotificationKind;
  /** What carries a one-use token goes by e-mail alone: that address is the one that was proven. */
  readonly channels: readonly Channel[];
  /** JSON only: it is kept, sealed, until it is sent. */
  readonly data: D;
  /** What the preview shows. */
  readonly example: z.output<D>;
  readonly texts: Texts<D>;
}
/** What a list of templates is made of, whatever their data. */
// oxlint-disable-next-line typescript/no-explicit-any -- the only type that every data schema fits
export type AnyTemplate = Template<string, any>;

/**
 * Declares a notification, beside the use cases that send it; `templates.ts` lists it. A language that is left out
 * does not compile. Data only grow: a worker of this release sends what the last one promised.
 */
export const template = <const N extends string, D extends z.ZodObject>(
  name: N,
  declared: {
    kind: NotificationKind;
    channels?: readonly Channel[];
    data: D;
    example: z.output<D>;
  } & Texts<D>,
): Template<N, D> => ({
  template: name,
  kind: declared.kind,
  channels: declared.channels ?? ["email"],
  data: declared.data,
  example: declared.example,
  texts: { en: declared.en, ru: declared.ru },
});
