import { networkOf } from "../../network.ts";
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
export const ipKey = (ip: string | null): GuessKey => networkOf(ip);

export const kindOf = (key: GuessKey): GuessKind => key.slice(0, key.indexOf(":")) as GuessKind;
