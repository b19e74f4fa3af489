import { expect, it } from "vitest";
import { parse } from "../command.ts";
import { demo } from "./demo.ts";

it.each([
  [[], "Say demo payments."],
  [["weather"], "Say demo payments."],
  [["payments", "twice"], "Say demo payments."],
  [["payments", "--orders", "0"], "--orders is a whole number from 1 to 10000."],
  [["payments", "--orders", "many"], "--orders is a whole number from 1 to 10000."],
  [["payments", "--seed", "1.5"], "--seed is a whole number from 0 to 2147483648."],
])("demo %j is refused before anything is asked", async (args, message) => {
  await expect(demo.run(parse(demo, args))).rejects.toThrow(message);
});
