import type { JobState, JobSummary } from "@mainstay/contracts";
import { outbox } from "@mainstay/db";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { cursorOf, positionOf } from "../../page.ts";
import { type JobRow, jobSummary, type JobsCtx } from "./job-view.ts";

/** Each state by the moment that its index knows. */
const momentOf = {
  pending: "runAt",
  moved: "movedAt",
  done: "endedAt",
  failed: "endedAt",
  discarded: "endedAt",
} as const satisfies Record<JobState, keyof JobRow>;

/** What waits comes longest first, what has ended newest first. */
export async function listJobs(
  ctx: JobsCtx,
  input: {
    state: JobState;
    job?: string | undefined;
    cursor?: string | null | undefined;
    limit: number;
  },
): Promise<{ items: z.output<typeof JobSummary>[]; nextCursor: string | null }> {
  const name = momentOf[input.state];
  const moment = outbox[name];
  const [direction, beyond] = name === "endedAt" ? [desc, sql`<`] : [asc, sql`>`];
  const after = positionOf(input.cursor);
  const rows = await ctx.db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.state, input.state),
        input.job === undefined ? undefined : eq(outbox.job, input.job),
        after === null
          ? undefined
          : sql`(${moment}, ${outbox.id}) ${beyond} (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(direction(moment), direction(outbox.id))
    .limit(input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    items: shown.map(jobSummary),
    nextCursor: last ? cursorOf([last[name]?.toISOString() ?? "", last.id]) : null,
  };
}
