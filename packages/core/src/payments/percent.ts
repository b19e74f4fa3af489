const whole = 1_000_000n;

/** `1.25` is 12,500 millionths. */
export function millionthsOf(percent: string): number {
  const [units = "", part = ""] = percent.split(".");
  return Number(units + part.padEnd(4, "0"));
}

export function percentOf(millionths: number): string {
  const digits = String(millionths).padStart(5, "0");
  const part = digits.slice(-4).replace(/0+$/, "");
  return part === "" ? digits.slice(0, -4) : `${digits.slice(0, -4)}.${part}`;
}

/** What is paid rounds down, what is taken rounds up. */
export const shareDown = (value: bigint, millionths: number): bigint =>
  (value * BigInt(millionths)) / whole;
export const shareUp = (value: bigint, millionths: number): bigint =>
  (value * BigInt(millionths) + whole - 1n) / whole;
