export const languages = ["ru", "en"] as const;
export type Language = (typeof languages)[number];

const place = "language";
const isLanguage = (text: string | null | undefined): text is Language =>
  languages.some((language) => language === text);

/** What the payer chose here, else what the merchant said, else what the browser prefers. */
export function languageOf(
  kept: string | null,
  said: string | null,
  preferred: readonly string[],
): Language {
  if (isLanguage(kept)) return kept;
  if (isLanguage(said)) return said;
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

/** A browser that keeps nothing refuses even to be asked. */
export function keptLanguage(): string | null {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}
export function keepLanguage(language: Language): void {
  try {
    sessionStorage.setItem(place, language);
  } catch {
    // Then it is good until the page is loaded again.
  }
}
