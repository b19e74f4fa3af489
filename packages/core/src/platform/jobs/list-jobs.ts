import type { JobState, JobSummary } from "@mainstay/contracts";
import { outbox } from "@mainstay/db";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { cursorOf, type Position, positionOf } from "../../page.ts";
import { type JobRow, jobSummary, type JobsCtx } from "./job-view.ts";

/** Each state by the moment that its index knows. */
const momentOf = {
  pending: "runAt",
  moved: "movedAt",
  done: "endedAt",
  failed: "endedAt",
  discarded: "endedAt",
} as const satisfies Record<JobState, keyof JobRow>;

/** What is done has no index by job: a page of one looks through so many, and the next one goes on there. */
export const mostLooked = 5_000;

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
  const { state, job, limit } = input;
  const name = momentOf[state];
  const moment = outbox[name];
  const [direction, beyond] = name === "endedAt" ? [desc, sql`<`] : [asc, sql`>`];
  const order = [direction(moment), direction(outbox.id)];
  const from = ([at, id]: Position) => sql`(${at}::timestamptz, ${id}::uuid)`;
  const place = sql`(${moment}, ${outbox.id})`;
  const after = positionOf(input.cursor);
  const listed = and(
    eq(outbox.state, state),
    after === null ? undefined : sql`${place} ${beyond} ${from(after)}`,
  );
  const positionIn = (row: JobRow): Position => [row[name]?.toISOString() ?? "", row.id];

  const select = () =>
    ctx.db
      .select()
      .from(outbox)
      .orderBy(...order);
  const [farthest] =
    state === "done" && job !== undefined
      ? await select()
          .where(listed)
          .offset(mostLooked - 1)
          .limit(1)
      : [];
  const rows = await select()
    .where(
      and(
        listed,
        job === undefined ? undefined : eq(outbox.job, job),
        farthest && sql`${place} >= ${from(positionIn(farthest))}`,
      ),
    )
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = rows.length > shown.length ? shown.at(-1) : farthest;
  return {
    items: shown.map(jobSummary),
    nextCursor: last ? cursorOf(positionIn(last)) : null,
  };
}
