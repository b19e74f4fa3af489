import { expect, it } from "vitest";
import { grouped } from "./requisite-number.ts";

it.each([
  ["2200150123456789", "2200 1501 2345 6789"],
  ["220015012345678901", "2200 1501 2345 6789 01"],
  ["40817810099910004312", "4081 7810 0999 1000 4312"],
  ["+79123456789", "+7 912 345-67-89"],
  ["+375291234567", "+375291234567"],
  ["T123", "T123"],
])("%s is read as %s", (number, read) => {
  expect(grouped(number)).toBe(read);
});
