import { z } from "zod";
import { template } from "./template.ts";

const data = z.object({ name: z.string() });
const example = { name: "Anna" };
const words = ({ name }: { name: string }) => ({ subject: name, blocks: [] });

export const whole = template("test.whole", { kind: "news", data, example, en: words, ru: words });
// @ts-expect-error a language is missing
export const half = template("test.half", { kind: "news", data, example, en: words });
export const wrong = template("test.wrong", {
  kind: "news",
  data,
  // @ts-expect-error the example is not of the data
  example: { name: 7 },
  en: words,
  ru: words,
});
