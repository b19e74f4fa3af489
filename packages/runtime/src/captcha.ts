import type { Captcha } from "@mainstay/core";
import { z } from "zod";

/** They all take the same form and answer alike. */
const addresses: Readonly<Record<Captcha["provider"], string>> = {
  recaptcha: "https://www.google.com/recaptcha/api/siteverify",
  hcaptcha: "https://api.hcaptcha.com/siteverify",
  turnstile: "https://challenges.cloudflare.com/turnstile/v0/siteverify",
};
const timeoutMs = 3_000;
/** reCAPTCHA's third version passes everybody and says how human they look, from 0 to 1. */
const leastScore = 0.5;

const Verdict = z.object({ success: z.boolean(), score: z.number().optional() });

export interface CaptchaOptions {
  readonly provider: Captcha["provider"];
  readonly siteKey: string;
  readonly secret: string;
  readonly url?: string | undefined;
}

export function createCaptcha({ provider, siteKey, secret, url }: CaptchaOptions): Captcha {
  return {
    provider,
    siteKey,
    async verify(answer, ip, signal) {
      const form = { secret, response: answer, ...(ip === null ? {} : { remoteip: ip }) };
      const response = await fetch(url ?? addresses[provider], {
        method: "POST",
        body: new URLSearchParams(form),
        redirect: "error",
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      if (!response.ok) throw new Error(`The captcha's provider answered ${response.status}`);
      const { success, score } = Verdict.parse(await response.json());
      return success && (score ?? 1) >= leastScore;
    },
  };
}
