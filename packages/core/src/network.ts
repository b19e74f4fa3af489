// oxlint-disable-next-line no-restricted-imports -- it tells what an address is, and opens no connection
import { isIPv4, isIPv6 } from "node:net";

/**
 * Whom an anonymous caller is counted as. A subscriber's IPv6 is a whole /64, so a single address of it
 * would be no limit at all.
 */
export function networkOf(ip: string | null): `ip:${string}` {
  if (ip === null) return "ip:unknown";
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(ip)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return `ip:${mapped}`;
  const [bare = ip] = ip.split("%", 1);
  const v4 = isIPv6(ip) ? mappedIn(bare) : null;
  if (v4 !== null) return `ip:${v4}`;
  return isIPv6(ip) ? `ip:${firstHalf(bare)}::/64` : `ip:${ip}`;
}

/** The IPv4 address that stands in an IPv6 one, however it is written. */
function mappedIn(ip: string): string | null {
  const [before = "", after] = ip.split("::");
  const parts = (text: string) => (text === "" ? [] : text.split(":").flatMap(asGroups));
  const [head, tail] = [parts(before), parts(after ?? "")];
  const zeros =
    after === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => 0);
  const [a, b, c, d, e, f, high = 0, low = 0] = [...head, ...zeros, ...tail];
  if (f !== 0xff_ff || [a, b, c, d, e].some((group) => group !== 0)) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
const asGroups = (group: string): number[] => {
  if (!group.includes(".")) return [Number.parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
};

function firstHalf(ip: string): string {
  const [before = "", after] = ip.split("::");
  const head = groupsOf(before);
  const tail = after === undefined ? [] : groupsOf(after);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

/** An IPv4 address at the end stands for two of them; it is never in the first half but for zeros before it. */
const groupsOf = (text: string): string[] =>
  text === ""
    ? []
    : text.split(":").flatMap((group) => (group.includes(".") ? ["0", "0"] : [group]));
