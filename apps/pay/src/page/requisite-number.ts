/** In groups that can be compared at a glance. What is copied has none. */
export function grouped(number: string): string {
  const [, country, area, first, second, third] =
    /^(\+7)(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(number) ?? [];
  if (country) return `${country} ${area} ${first}-${second}-${third}`;
  return /^\d{8,}$/.test(number) ? number.replaceAll(/(\d{4})(?=\d)/g, "$1 ") : number;
}
