import type { platform } from "@mainstay/contracts";
import { clientErrors } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { maskReport } from "./mask-report.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** Kept of each; what is longer is cut. */
const longest = { message: 1_000, stack: 8_000, url: 1_000, userAgent: 300 } as const;

/** What comes from pages can hold anything, so it is masked as log lines are. */
export const logClientError: UseCase<typeof platform.clientErrors.log> = async (ctx, input) => {
  const { app, release = null } = input;
  const now = ctx.clock.now();
  const latest = {
    release,
    message: cut(maskReport(input.message), longest.message),
    stack: input.stack === undefined ? null : cut(maskReport(input.stack), longest.stack),
    url: input.url === undefined ? null : cut(withoutQuery(input.url), longest.url),
    userAgent: ctx.userAgent === null ? null : cut(ctx.userAgent, longest.userAgent),
    lastAt: now,
  };
  await ctx.db
    .insert(clientErrors)
    .values({ ...latest, app, fingerprint: fingerprintOf(input), times: 1, firstAt: now })
    .onConflictDoUpdate({
      target: clientErrors.fingerprint,
      set: { ...latest, times: sql`${clientErrors.times} + 1` },
    });
};

const cut = (text: string, most: number): string => text.slice(0, most);

const withoutQuery = (url: string): string => maskReport(url.replace(/[?#].*$/s, ""));
