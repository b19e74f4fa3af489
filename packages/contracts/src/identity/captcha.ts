import { z } from "zod";
import { reason } from "../reason.ts";

export const captchaProviders = ["recaptcha", "hcaptcha", "turnstile"] as const;
const Widget = { provider: z.enum(captchaProviders), siteKey: z.string() };

export const Captcha = z
  .object(Widget)
  .meta({ id: "Captcha", description: "What a page needs to show the provider's widget." });

export const captchaNeeded = reason("identity.captcha_needed", {
  kind: "precondition",
  message:
    "After these failures an answer to a captcha ({provider}) is needed, in the field captcha.",
  details: z.object(Widget),
});
export const captchaWrong = reason("identity.captcha_wrong", {
  kind: "precondition",
  message: "The captcha's provider does not take this answer; show the captcha again.",
  details: z.object(Widget),
});
