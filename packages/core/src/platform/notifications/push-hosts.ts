/** The host that a request would go to, if it is that of a push service we know; else null. */
export function knownPushHost(endpoint: string, hosts: readonly string[]): string | null {
  if (!URL.canParse(endpoint)) return null;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  if (protocol !== "https:" || port !== "" || username !== "" || password !== "") return null;
  const known = hosts.some((host) =>
    host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host,
  );
  return known ? hostname : null;
}
