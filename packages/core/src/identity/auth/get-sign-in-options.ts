import { type auth, signUpAudiences } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";

export const getSignInOptions: UseCase<typeof auth.options> = async ({ captcha, settings }) => ({
  signUpAudiences: await settings.get(signUpAudiences),
  captcha: captcha && { provider: captcha.provider, siteKey: captcha.siteKey },
});
