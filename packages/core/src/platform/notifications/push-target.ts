import { z } from "zod";
import type { Sealer } from "../../ports.ts";
import type { PushTarget } from "./transports.ts";

export const PushTargetText = z.object({
  endpoint: z.string(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
});

/** What a browser's subscription is sealed for. */
export const pushPurpose = "push-subscription";

export const sealPushTarget = (sealer: Sealer, target: PushTarget): string =>
  sealer.seal(pushPurpose, JSON.stringify(target));

export const openPushTarget = (sealer: Sealer, sealed: string): PushTarget =>
  PushTargetText.parse(JSON.parse(sealer.open(pushPurpose, sealed)));
