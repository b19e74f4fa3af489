import { columns, type Command, print } from "../command.ts";
import { runSeeds } from "../run-seeds.ts";

export const seed: Command = {
  usage: [["", "Add what a new installation begins with; again changes nothing"]],
  async run() {
    const told = await runSeeds();
    if (told.length > 0) print(...columns(told));
    else print("Nothing to seed: no module has any, and settings have their defaults.");
    return 0;
  },
};
