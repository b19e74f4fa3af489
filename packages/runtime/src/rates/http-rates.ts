import type { RateProvider } from "@mainstay/core";
import { noAnswer } from "../outbound/no-answer.ts";
import { parseQuotes } from "./parse-quotes.ts";
import { textWithin } from "./text-within.ts";

const timeoutMs = 10_000;
/** All currencies of the world are a few kilobytes. */
const mostBytes = 1024 * 1024;

export interface HttpRates extends RateProvider {
  /** How often what was told for a pair was not believed, since the process began. */
  refusals(): readonly {
    readonly pair: string;
    readonly problem: string;
    readonly times: number;
  }[];
}

/** What it refuses with names neither the address nor the key: both may hold secrets. */
export function createHttpRates(options: {
  url: string;
  key?: string | undefined;
  timeoutMs?: number;
}): HttpRates {
  const { url, key } = options;
  const refused = new Map<string, { pair: string; problem: string; times: number }>();
  return {
    async latest(base, signal) {
      const address = new URL(url);
      address.searchParams.set("base", base);
      const response = await ask(address, {
        headers: {
          accept: "application/json",
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
        // Elsewhere nobody has promised anything, and the key is not for them.
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs ?? timeoutMs)]),
      });
      if (response.status !== 200) {
        await response.body?.cancel();
        throw new Error(`The provider of rates answered ${response.status}`);
      }
      return parseQuotes(await textWithin(response, mostBytes));
    },
    refused(pair, problem) {
      const name = `${pair} ${problem}`;
      const times = (refused.get(name)?.times ?? 0) + 1;
      refused.set(name, { pair, problem, times });
    },
    refusals: () => [...refused.values()],
  };
}

/** What fetch says repeats the address or its host. Who ended the request knows neither. */
async function ask(address: URL, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    init.signal.throwIfAborted();
    throw new Error(`The provider of rates was not reached: ${noAnswer(error).answer}`);
  }
}
