import { type Channel, deliver, type NotificationKind } from "@mainstay/contracts";
import { paragraph, template } from "@mainstay/core";
import { z } from "zod";

/** What the child is told by its argument. */
export interface DeliverOrder {
  readonly env: Record<string, string>;
  readonly pushUrl: string | null;
}

/** As the product's, but quick to repeat. */
export const quickDeliver = {
  deliver: { ...deliver, backoff: { type: "fixed", ms: 50 } },
} as const;
/** Quick to notice that a worker died. */
export const quickTiming = { lockMs: 1_000, stalledMs: 300 };

const words = ({ text }: { text: string }) => ({ subject: "Notice", blocks: [paragraph(text)] });
const noticeOf = (kind: NotificationKind, channel: Channel) =>
  template(`test.${kind}_${channel}`, {
    kind,
    channels: [channel],
    data: z.object({ text: z.string() }),
    example: { text: "example" },
    en: words,
    ru: words,
  });

/** One of each that a worker may be killed at. */
export const notices = {
  email: noticeOf("operations", "email"),
  push: noticeOf("operations", "push"),
  telegram: noticeOf("operations", "telegram"),
  telegramSecurity: noticeOf("security", "telegram"),
} as const;
