import { z } from "zod";

/** From where something was done, for the owner to recognise it. */
export const Seen = z.object({
  at: z.iso.datetime(),
  ip: z.string().nullable(),
  device: z.string().nullable(),
  city: z.string().nullable(),
});
export const seenExample: z.output<typeof Seen> = {
  at: "2026-05-04T12:00:00.000Z",
  ip: "203.0.113.7",
  device: "Firefox 131, macOS 14",
  city: "Berlin, DE",
};
