import { createPushKeys } from "@mainstay/runtime/push-keys";
import { type Command, CommandError, print } from "../command.ts";

export const push: Command = {
  usage: [["keys", "Print a new pair of keys for web push"]],
  notes: ["A new public key ends all subscriptions: browsers must subscribe again."],
  async run({ positionals: [verb, ...more] }) {
    if (verb !== "keys" || more.length > 0) throw new CommandError("Say push keys.");
    const { publicKey, privateKey } = createPushKeys();
    print(`VAPID_PUBLIC_KEY=${publicKey}`, `VAPID_PRIVATE_KEY=${privateKey}`);
    return 0;
  },
};
