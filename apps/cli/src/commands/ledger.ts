import { ledgerChecks, reconcile } from "@mainstay/core";
import { type Command, CommandError, print } from "../command.ts";
import { asOperator } from "../operator.ts";

export const ledger: Command = {
  usage: [
    ["verify", "Look through the books and keep the result; exit 1 where they are not clean"],
  ],
  notes: ["It reads all of them, in one snapshot: on large books in a quiet hour."],
  run: async ({ positionals: [verb] }) => {
    if (verb !== "verify") throw new CommandError("Say ledger verify.");
    return asOperator(async ({ ctx }) => {
      const { clean, found, findings, accounts, transfers } = await reconcile(ctx.db, {
        by: ctx.actor.name,
      });
      for (const { name, about } of ledgerChecks) {
        const own = findings.filter((finding) => finding.check === name);
        print(`${own.length === 0 ? "ok " : "BAD"} ${name}: ${about}`);
        for (const { subject, problem } of own) print(`      ${subject} ${problem}`);
      }
      print(
        clean
          ? `The books are clean: ${accounts} accounts, ${transfers} transfers.`
          : `The books are not clean: ${found} found.`,
      );
      return clean ? 0 : 1;
    });
  },
};
