/** Where a session is kept between visits: as one text, of which the keeper need know nothing. */
export interface SessionStore {
  get(): MaybePromise<string | null | undefined>;
  set(text: string): MaybePromise<void>;
  remove(): MaybePromise<void>;
}
type MaybePromise<T> = T | Promise<T>;

/** For as long as the page or the process lives. */
export function memoryStore(): SessionStore {
  let kept: string | null = null;
  return {
    get: () => kept,
    set: (text) => void (kept = text),
    remove: () => void (kept = null),
  };
}

interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

/**
 * In a browser's storage, `localStorage` if not said. Every script of the page can read it: take it for
 * pages that run no foreign scripts, and the cookie way wherever the page is of the same site.
 */
export function browserStore(name = "mainstay", storage?: Storage): SessionStore {
  const where = (): Storage => {
    const found = storage ?? (globalThis as { localStorage?: Storage }).localStorage;
    if (found) return found;
    throw new TypeError("There is no localStorage here: give browserStore a storage.");
  };
  return {
    get: () => where().getItem(name),
    set: (text) => where().setItem(name, text),
    remove: () => where().removeItem(name),
  };
}
