import { describe, expect, it } from "vitest";
import { money, moneyParts, typedSum } from "./money.ts";

const plain = (text: string): string => text.replaceAll(/\s/g, " ");

describe("a sum", () => {
  it.each([
    ["12500.07", "RUB", "ru", "12 500,07 ₽"],
    ["12500.07", "RUB", "en", "₽12,500.07"],
    ["10000", "RUB", "ru", "10 000,00 ₽"],
    ["1500", "JPY", "en", "¥1,500"],
    ["10000000000000000000.01", "RUB", "en", "₽10,000,000,000,000,000,000.01"],
    ["12.345678", "USDT", "en", "12.345678 USDT"],
  ] as const)("%s %s is written in %s as %s", (amount, currency, language, written) => {
    expect(plain(money({ amount, currency }, language))).toBe(written);
  });

  it("tells what comes after the whole units apart", () => {
    const parts = moneyParts({ amount: "12500.07", currency: "RUB" }, "ru");
    expect(Object.values(parts).map(plain)).toEqual(["", "12 500", ",07", " ₽"]);
  });

  it("is copied as it is typed into a bank's field: without groups and currency", () => {
    const value = { amount: "12500.07", currency: "RUB" };
    expect([typedSum(value, "ru"), typedSum(value, "en")]).toEqual(["12500,07", "12500.07"]);
  });
});
