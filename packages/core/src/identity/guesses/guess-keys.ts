import type { Sealer } from "../../ports.ts";

/**
 * What guesses are counted under. `email`: signing in with an address, whether or not it has an account;
 * `device`: the same on a device that signed in to the account before; `ip`: whatever comes from a network;
 * `mail`: mails that somebody asked to be sent to an address; `account`: the password of somebody who is
 * signed in; `code`: second factors of an account.
 */
export type GuessKind = "email" | "device" | "ip" | "mail" | "account" | "code";
export type GuessKey = `${GuessKind}:${string}`;

export const emailKey = (email: string, sealer: Sealer): GuessKey =>
  `email:${sealer.fingerprint(`guess\n${email}`).toString("hex")}`;
export const mailKey = (email: string, sealer: Sealer): GuessKey =>
  `mail:${sealer.fingerprint(`guess\n${email}`).toString("hex")}`;
export const deviceKey = (deviceId: string): GuessKey => `device:${deviceId}`;
export const accountKey = (accountId: string): GuessKey => `account:${accountId}`;
export const codeKey = (accountId: string): GuessKey => `code:${accountId}`;
export const ipKey = (ip: string | null): GuessKey =>
  `ip:${ip === null ? "unknown" : networkOf(ip)}`;

/** An address of IPv4; of IPv6 the /64, as one customer has that many addresses. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined || !ip.includes(":")) return mapped ?? ip;
  const [head = "", tail] = ip.split("%", 1)[0]?.toLowerCase().split("::") ?? [];
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

export const kindOf = (key: GuessKey): GuessKind => key.slice(0, key.indexOf(":")) as GuessKind;
