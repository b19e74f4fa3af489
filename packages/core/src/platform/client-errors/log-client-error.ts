import type { platform } from "@mainstay/contracts";
import { clientErrors } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { PreparedUseCase } from "../../context.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { keptOfReport } from "./mask-report.ts";

/** Kept of each; what is longer is cut. */
const longest = { message: 1_000, stack: 8_000, url: 1_000, userAgent: 300 } as const;

interface Report {
  readonly fingerprint: Buffer;
  readonly message: string;
  readonly stack: string | null;
  readonly url: string | null;
}

/** What comes from pages can hold anything, so it is masked as log lines are. */
export const logClientError: PreparedUseCase<typeof platform.clientErrors.log, Report> = {
  prepare: (_ctx, input) =>
    Promise.resolve({
      fingerprint: fingerprintOf(input),
      message: keptOfReport(input.message, longest.message),
      stack: input.stack === undefined ? null : keptOfReport(input.stack, longest.stack),
      url: input.url === undefined ? null : keptOfReport(withoutQuery(input.url), longest.url),
    }),

  async run(ctx, { app, release = null }, { fingerprint, ...told }) {
    const now = ctx.clock.now();
    const userAgent = ctx.userAgent === null ? null : ctx.userAgent.slice(0, longest.userAgent);
    const latest = { ...told, release, userAgent, lastAt: now };
    await ctx.db
      .insert(clientErrors)
      .values({ ...latest, app, fingerprint, times: 1, firstAt: now })
      .onConflictDoUpdate({
        target: clientErrors.fingerprint,
        set: { ...latest, times: sql`${clientErrors.times} + 1` },
      });
  },
};

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, "");
