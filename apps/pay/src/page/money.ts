import type { Money } from "@mainstay/sdk";
import type { Language } from "./language.ts";

export interface MoneyParts {
  readonly before: string;
  readonly whole: string;
  /** With its separator; empty where the currency has none. */
  readonly minor: string;
  readonly after: string;
}

/** As many digits as came, and never fewer than the currency has. */
export function moneyParts({ amount, currency }: Money, language: Language): MoneyParts {
  const given = amount.split(".")[1]?.length ?? 0;
  const format = formatFor(currency, language, given);
  const parts = { before: "", whole: "", minor: "", after: "" };
  const text = amount as Intl.StringNumericLiteral;
  for (const { type, value } of format.formatToParts(text)) {
    if (type === "decimal" || type === "fraction") parts.minor += value;
    else if (type === "integer" || type === "group" || type === "minusSign") parts.whole += value;
    else if (parts.whole === "") parts.before += value;
    else parts.after += value;
  }
  if (format.resolvedOptions().style === "decimal") parts.after = `\u00a0${currency}`;
  return parts;
}

export function money(value: Money, language: Language): string {
  const { before, whole, minor, after } = moneyParts(value, language);
  return `${before}${whole}${minor}${after}`;
}

/** To be put into a bank's field: as it is typed there, and nothing else. */
export const typedSum = ({ amount }: Money, language: Language): string =>
  language === "ru" ? amount.replace(".", ",") : amount;

function formatFor(currency: string, language: Language, given: number): Intl.NumberFormat {
  try {
    const usual = new Intl.NumberFormat(language, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    });
    const digits = Math.max(usual.resolvedOptions().maximumFractionDigits ?? 2, given);
    return new Intl.NumberFormat(language, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  } catch {
    // Not a currency of a country: USDT has four letters, and no sign.
    return new Intl.NumberFormat(language, {
      minimumFractionDigits: given,
      maximumFractionDigits: given,
    });
  }
}
