import { timingSafeEqual } from "node:crypto";
import type { Sealer } from "../../ports.ts";

/** What Telegram shows with each update, so that nobody else can make them up; follows from APP_SECRET. */
export const telegramSecret = (sealer: Sealer): string =>
  sealer.fingerprint("telegram updates").toString("base64url");

/** In the same time whatever is shown. */
export const isTelegramSecret = (sealer: Sealer, shown: string | undefined): boolean =>
  timingSafeEqual(
    sealer.fingerprint(`shown\n${shown ?? ""}`),
    sealer.fingerprint(`shown\n${telegramSecret(sealer)}`),
  );
