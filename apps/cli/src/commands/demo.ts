import { type Command, CommandError } from "../command.ts";
import { demoPayments } from "../demo/payments/demo-payments.ts";

export const demo: Command = {
  usage: [["payments", "Play shop, payers, trader, lead and support against the stack that runs"]],
  options: {
    orders: { type: "string", about: "How many orders; 30, if not said" },
    seed: { type: "string", about: "A number: the same one deals the same orders" },
  },
  notes: [
    "It needs `pnpm dev` in another terminal, and ends with 1 where an order, a webhook or the books are wrong.",
    "Everybody calls by the SDK, as they would; only the books are looked through in the database.",
  ],
  run: async ({ positionals: [what, ...more], values }) => {
    if (what !== "payments" || more.length > 0) throw new CommandError("Say demo payments.");
    return demoPayments({
      orders: wholeNumber("orders", values["orders"], { otherwise: 30, least: 1, most: 10_000 }),
      seed: wholeNumber("seed", values["seed"], {
        otherwise: Date.now() % 2 ** 31,
        least: 0,
        most: 2 ** 31,
      }),
    });
  },
};

function wholeNumber(
  name: string,
  text: string | boolean | undefined,
  { otherwise, least, most }: { otherwise: number; least: number; most: number },
): number {
  if (text === undefined) return otherwise;
  const number = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CommandError(`--${name} is a whole number from ${least} to ${most}.`);
}
