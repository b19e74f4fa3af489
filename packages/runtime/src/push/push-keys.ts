import webPush from "web-push";

/** A new pair, as VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY take it. */
export const createPushKeys = (): { publicKey: string; privateKey: string } =>
  webPush.generateVAPIDKeys();
