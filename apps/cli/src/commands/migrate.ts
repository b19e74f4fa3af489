import { migrate as migrateDatabase, readEnv } from "@mainstay/runtime";
import { type Command, CommandError, print } from "../command.ts";

export const migrate: Command = {
  usage: [["", "Run what migrations are missing, the queues' own included"]],
  notes: [
    "It connects as the owner (DATABASE_OWNER_URL). One runs at a time: a second waits for the first.",
  ],
  async run() {
    const { DATABASE_OWNER_URL } = readEnv();
    if (!DATABASE_OWNER_URL) {
      throw new CommandError("Migrations run as the owner of the tables: set DATABASE_OWNER_URL.");
    }
    await migrateDatabase(DATABASE_OWNER_URL);
    print("The database is at this version.");
    return 0;
  },
};
