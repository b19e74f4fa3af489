const masked = "[masked]";

/** What the audit keeps of an address: its query, name and password can be secrets. */
export function shownUrl(text: string): string {
  const { protocol, username, password, host, pathname, search, hash } = new URL(text);
  const user = username === "" && password === "" ? "" : `${masked}@`;
  const rest = search === "" && hash === "" ? "" : `?${masked}`;
  return `${protocol}//${user}${host}${pathname}${rest}`;
}
