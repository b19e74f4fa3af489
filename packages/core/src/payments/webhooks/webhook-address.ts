// oxlint-disable-next-line no-restricted-imports -- it tells what an address is, and opens no connection
import { BlockList, isIP, isIPv4, SocketAddress } from "node:net";

/** What is not for everybody: private, shared, local, documentation, tests, multicast, reserved; a cloud's own host. */
const notPublicV4 = listOf("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
]);
/** All that networks are given out of; whatever else there is in IPv6 is of no use here. */
const globalV6 = listOf("ipv6", ["2000::/3"]);
/** Of that: Teredo and other uses of protocols, documentation, and 6to4, which hides an IPv4 address. */
const notPublicV6 = listOf("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);
const loopbackV4 = listOf("ipv4", ["127.0.0.0/8"]);

function listOf(family: "ipv4" | "ipv6", ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

export interface Reach {
  /** Whether this machine may be reached. */
  readonly loopback: boolean;
}

/** Whether a webhook may go to an IP address. */
export function mayReach(ip: string, { loopback }: Reach): boolean {
  const v4 = embeddedV4(ip);
  if (v4 !== null) {
    return !notPublicV4.check(v4, "ipv4") || (loopback && loopbackV4.check(v4, "ipv4"));
  }
  if (isIP(ip) !== 6 || ip.includes("%")) return false;
  if (loopback && writtenV6(ip) === "::1") return true;
  return globalV6.check(ip, "ipv6") && !notPublicV6.check(ip, "ipv6");
}

/** An IPv4 address, also where IPv6 carries one: mapped, or by NAT64. */
function embeddedV4(ip: string): string | null {
  if (isIPv4(ip)) return ip;
  if (isIP(ip) !== 6 || ip.includes("%")) return null;
  const groups = groupsOf(writtenV6(ip));
  const head = groups.slice(0, 6).join(":");
  if (head !== "0:0:0:0:0:ffff" && head !== "64:ff9b:0:0:0:0") return null;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

const writtenV6 = (ip: string): string =>
  new SocketAddress({ address: ip, family: "ipv6" }).address;

/** All eight, without leading zeros. */
function groupsOf(ip: string): string[] {
  const [before = "", after] = ip.split("::").map(partsOf);
  const [head, tail] = [before || [], after ?? []];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail];
}

const partsOf = (text: string): string[] =>
  text === ""
    ? []
    : text.split(":").flatMap((part) => {
        if (!part.includes(".")) return [Number.parseInt(part, 16).toString(16)];
        const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
        return [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
      });

const localName = /^(?:.+\.)?localhost\.?$/;

/**
 * Why nothing is sent to an address, or null. A name is looked up for each try, and each address of it is
 * held against `mayReach`; a number in whatever spelling is one address, as URL writes it.
 */
export function refusalOfUrl(
  text: string,
  { loopback, production }: Reach & { readonly production: boolean },
): string | null {
  if (!URL.canParse(text)) return "it is no address";
  const { protocol, hostname, port, username, password } = new URL(text);
  if (protocol !== "https:" && (production || protocol !== "http:"))
    return "it must begin with https://";
  if (username !== "" || password !== "") return "it must hold no name and no password";
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const isLocal = localName.test(host) || (isIP(host) !== 0 && isLoopback(host));
  if (isLocal && !loopback) return "it is this machine";
  if (isIP(host) !== 0 && !mayReach(host, { loopback })) return "its host is not a public one";
  if (!["", "80", "443"].includes(port) && !isLocal) return "its port must be 443 or 80";
  return null;
}

const isLoopback = (ip: string): boolean =>
  mayReach(ip, { loopback: true }) && !mayReach(ip, { loopback: false });
