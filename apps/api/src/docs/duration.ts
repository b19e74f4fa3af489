const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** In the largest unit that says it whole: `90 s` stays seconds, `600 s` is 10 minutes. */
export function duration(ms: number): string {
  const [name, size] =
    units.find(([, each]) => ms >= each && ms % each === 0) ?? (["ms", 1] as const);
  const count = ms / size;
  return name === "ms" ? `${count} ms` : `${count} ${name}${count === 1 ? "" : "s"}`;
}
