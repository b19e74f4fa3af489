import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { deviceNameOf } from "../devices/recognise-device.ts";
import type { Seen } from "../mail/seen.ts";
import { seenFrom } from "./record-login.ts";

/** From where this call comes, as a mail tells it. */
export function describeSeen(
  ctx: Pick<Ctx, "clock" | "geo" | "ip" | "userAgent">,
): z.input<typeof Seen> {
  const seen = seenFrom(ctx);
  const place = [seen.city, seen.country].filter((part) => part !== null).join(", ");
  return {
    at: ctx.clock.now().toISOString(),
    ip: ctx.ip,
    device: deviceNameOf(seen),
    city: place || null,
  };
}
