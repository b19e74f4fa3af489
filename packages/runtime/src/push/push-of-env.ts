import type { WebPush } from "@mainstay/core";
import type { Env } from "../env.ts";

type Keys = Pick<Env, "VAPID_PUBLIC_KEY" | "VAPID_PRIVATE_KEY" | "MAIL_FROM">;

/** Null without keys; the library is loaded only where there are some. */
export async function createPushOf(env: Keys): Promise<WebPush | null> {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = env;
  if (!publicKey || !privateKey) return null;
  const { createWebPush } = await import("./web-push.ts");
  return createWebPush({ publicKey, privateKey, contact: `mailto:${addressOf(env.MAIL_FROM)}` });
}

const addressOf = (from: string): string => /<([^>]+)>$/.exec(from)?.[1] ?? from;
