import { Resolver } from "node:dns/promises";
import { readFile } from "node:fs/promises";

export interface Resolved {
  readonly address: string;
  readonly family: 4 | 6;
}
/** All addresses of a name. Asking ends with the signal. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly Resolved[]>;

/** For the first answer of a name server; the second time it has twice as long. */
const askMs = 2_000;
const times = 2;
/** For all name servers together, so that a try has time left for its request. */
const lookMs = 8_000;

/**
 * Names are asked for without getaddrinfo: that one cannot be called off and holds one of four threads,
 * so a few names whose servers are silent would hold up all others. Its own two sources stay: this
 * machine's name and the hosts file. A domain to search in is not added to a merchant's name.
 */
export function createResolve(
  options: { servers?: readonly string[]; hostsFile?: string } = {},
): Resolve {
  const { servers, hostsFile = "/etc/hosts" } = options;
  return async (host, signal) => {
    const name = host.toLowerCase().replace(/\.$/, "");
    if (/^(?:.+\.)?localhost$/.test(name)) return thisMachine;
    const written = writtenIn(await readFile(hostsFile, "utf8").catch(() => ""), name);
    if (written.length > 0) return written;
    signal.throwIfAborted();
    // One for each name: calling off calls off all that it was asked.
    const resolver = new Resolver({ timeout: askMs, tries: times });
    if (servers) resolver.setServers(servers);
    const limit = AbortSignal.timeout(lookMs);
    const ends = AbortSignal.any([signal, limit]);
    const callOff = (): void => resolver.cancel();
    ends.addEventListener("abort", callOff, { once: true });
    try {
      const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      if (v4.status === "rejected" && v6.status === "rejected")
        throw limit.aborted ? limit.reason : v4.reason;
      return [...addressesOf(v4, 4), ...addressesOf(v6, 6)];
    } finally {
      ends.removeEventListener("abort", callOff);
    }
  };
}

const thisMachine: readonly Resolved[] = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/** Lines of an address and its names. */
function writtenIn(hosts: string, name: string): Resolved[] {
  return hosts.split("\n").flatMap((line) => {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (!names.some((one) => one.toLowerCase() === name)) return [];
    return [{ address, family: address.includes(":") ? (6 as const) : (4 as const) }];
  });
}

const addressesOf = (found: PromiseSettledResult<string[]>, family: 4 | 6): Resolved[] =>
  found.status === "fulfilled" ? found.value.map((address) => ({ address, family })) : [];
