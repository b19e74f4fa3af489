// oxlint-disable-next-line no-restricted-imports -- it tells what an address is, and opens no connection
import { BlockList, isIP, SocketAddress } from "node:net";

/** As they are kept: the same range is always written the same way. Null where it is none. */
export function normalRange(text: string): string | null {
  const [address = "", bits, ...more] = text.trim().split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || more.length > 0) return null;
  const widest = family === 4 ? 32 : 128;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > widest)) return null;
  const { address: written } = new SocketAddress({ address, family: nameOf(family) });
  return bits === undefined || Number(bits) === widest ? written : `${written}/${Number(bits)}`;
}

/** An IPv4 caller of a socket for both is `::ffff:…`, which counts as the IPv4 address it is. */
export function isWithin(ranges: readonly string[], ip: string | null): boolean {
  if (ranges.length === 0) return true;
  const address = ip?.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").split("%", 1)[0] ?? "";
  const family = isIP(address);
  return family !== 0 && listOf(ranges).check(address, nameOf(family));
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = nameOf(isIP(address));
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const nameOf = (family: number): "ipv4" | "ipv6" => (family === 6 ? "ipv6" : "ipv4");
