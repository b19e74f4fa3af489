const known = new Set<string>();
const knownMost = 100_000;

/** Whether the account with this id is thought to exist; a wrong guess costs one more round trip. */
export const isKnown = (id: string): boolean => known.has(id);

export function nowKnown(id: string): void {
  if (known.size >= knownMost) known.clear();
  known.add(id);
}
