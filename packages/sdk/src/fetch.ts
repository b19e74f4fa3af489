import type { Fetch, FetchAnswer, FetchInit, MainstayEvent } from "./options.ts";
import { aborted, timedOut, unreachable, unreadable } from "./read-error.ts";

interface Options {
  fetch: Fetch | undefined;
  /** Of cookies; the platform's own rule, where nothing is said. */
  cookies: "include" | "omit" | undefined;
  timeoutMs: number;
  tell: (event: MainstayEvent) => void;
}

/** The platform's fetch with a time limit for the whole answer, whose failures say what happened. */
export function createFetch({ fetch, cookies, timeoutMs, tell }: Options) {
  const told = new Set<string>();
  const send: Fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));
  const always = cookies === undefined ? {} : { credentials: cookies };

  const tellDeprecated = (url: string, answer: FetchAnswer): void => {
    if (!answer.headers.get("deprecation") && !answer.headers.get("sunset")) return;
    const path = decodeURIComponent(url.replace(/[?#].*$/s, "").replace(/^.*\//s, ""));
    if (told.has(path)) return;
    told.add(path);
    tell({ type: "deprecated", path, sunset: answer.headers.get("sunset") });
  };

  return async (url: unknown, init?: object) => {
    const { signal: callers, ...rest } = (init ?? {}) as FetchInit;
    // By hand: `AbortSignal.any` and `timeout` are missing on phones.
    const abort = new AbortController();
    const stop = (): void => abort.abort(callers?.reason);
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      abort.abort();
    }, timeoutMs);
    if (callers?.aborted) stop();
    callers?.addEventListener("abort", stop);
    let answer: FetchAnswer;
    let text: string;
    try {
      answer = await send(String(url), { ...rest, ...always, signal: abort.signal });
      text = await answer.text();
    } catch (error) {
      if (callers?.aborted) throw aborted(error);
      throw isLate ? timedOut(timeoutMs) : unreachable(error);
    } finally {
      clearTimeout(limit);
      callers?.removeEventListener("abort", stop);
    }
    tellDeprecated(String(url), answer);
    const json = parse(text, answer);
    return {
      ok: answer.ok,
      status: answer.status,
      headers: answer.headers,
      json: async () => json,
    };
  };
}

function parse(text: string, answer: FetchAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(answer.status, error, answer);
  }
}
