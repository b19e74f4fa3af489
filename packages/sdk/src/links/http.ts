import { httpBatchLink, httpLink, type HTTPHeaders, splitLink } from "@trpc/client";
import type { AnyTRPCRouter } from "@trpc/server";
import type { Credentials } from "../credentials.ts";
import { queriesByPost } from "../generated/router.ts";
import type { MainstayOptions } from "../options.ts";
import { sdkVersion } from "../version.ts";
import { type Call, keyOf, type Link } from "./link.ts";

/** Proxies refuse URLs that are much longer. */
const longestUrl = 4_000;
/** The server takes 50. */
const mostInBatch = 25;

/**
 * Queries of one moment travel together. Mutations travel alone: a batch has one set of headers, and so
 * one idempotency key.
 */
export function http(
  url: string,
  fetch: NonNullable<Parameters<typeof httpLink>[0]["fetch"]>,
  credentials: Credentials,
  given: MainstayOptions["headers"],
): Link {
  const headers = async (call?: Call): Promise<HTTPHeaders> => {
    const own = typeof given === "function" ? await given() : given;
    const { value: token } = await credentials.token();
    const key = call && keyOf(call);
    return {
      ...lowerCased(own),
      "x-mainstay-sdk": sdkVersion,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    };
  };
  // Untyped towards tRPC: the router's type says that answers need no transformer to be as declared.
  const to = { url, fetch };
  const alone = { ...to, headers: ({ op }: { op: Call }) => headers(op) };
  const link = splitLink<AnyTRPCRouter>({
    condition: (op) => op.type === "mutation",
    true: httpLink<AnyTRPCRouter>(alone),
    false: splitLink<AnyTRPCRouter>({
      condition: (op) => queriesByPost.has(op.path),
      true: httpLink<AnyTRPCRouter>({ ...alone, methodOverride: "POST" }),
      false: httpBatchLink<AnyTRPCRouter>({
        ...to,
        headers: () => headers(),
        maxURLLength: longestUrl,
        maxItems: mostInBatch,
      }),
    }),
  });
  return link as unknown as Link;
}

const lowerCased = (
  headers: Record<string, string | undefined> = {},
): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
