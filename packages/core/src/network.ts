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
  return isIPv6(ip) ? `ip:${firstHalf(bare)}::/64` : `ip:${ip}`;
}

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
