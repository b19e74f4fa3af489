import { telegramSecret } from "@mainstay/core";
import { createServices, readEnv, silent } from "@mainstay/runtime";
import { type Command, CommandError, print } from "../command.ts";

export const telegram: Command = {
  usage: [["connect", "Have the bot's messages sent to this installation"]],
  notes: [
    "Run it once, and again after a change of PUBLIC_URL, APP_SECRET or the bot.",
    "It needs TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_NAME, and a PUBLIC_URL that Telegram can reach by https.",
  ],
  async run({ positionals: [verb, ...more] }) {
    if (verb !== "connect" || more.length > 0) throw new CommandError("Say telegram connect.");
    const env = readEnv();
    await using services = await createServices(env, { name: "cli", log: silent });
    if (!services.telegram) {
      throw new CommandError("There is no bot: set TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_NAME.");
    }
    const url = `${env.PUBLIC_URL.replace(/\/$/, "")}/telegram/updates`;
    await services.telegram.connect({ url, secret: telegramSecret(services.sealer) });
    print(`@${services.telegram.botName} brings its messages to ${url} now.`);
    return 0;
  },
};
