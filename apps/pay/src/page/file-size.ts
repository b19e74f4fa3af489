import type { Language } from "./language.ts";

const kilobyte = 1_000;

/** As the payer's own file manager has it, nearly. */
export function fileSize(bytes: number, language: Language): string {
  const isSmall = bytes < kilobyte * kilobyte;
  const format = new Intl.NumberFormat(language, {
    style: "unit",
    unit: isSmall ? "kilobyte" : "megabyte",
    maximumFractionDigits: isSmall ? 0 : 1,
  });
  return format.format(isSmall ? Math.ceil(bytes / kilobyte) : bytes / kilobyte / kilobyte);
}
