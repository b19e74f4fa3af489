import type { Channel } from "@mainstay/contracts";
import type { Sealer } from "../../ports.ts";
import type { Address } from "./promise-deliveries.ts";

/** To find an address without keeping it: a mail address, a chat, a browser's endpoint. */
export const addressHash = (sealer: Sealer, channel: Channel, address: string): Buffer =>
  sealer.fingerprint(
    `address\n${channel}\n${channel === "email" ? address.toLowerCase() : address}`,
  );

export const telegramAddress = (sealer: Sealer, chatId: string): Address => ({
  channel: "telegram",
  to: chatId,
  hash: addressHash(sealer, "telegram", chatId),
});
