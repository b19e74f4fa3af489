import { inputInvalid, type JobState, type JobSummary } from "@mainstay/contracts";
import { outbox } from "@mainstay/db";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
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
  const after = input.cursor ? readCursor(input.cursor) : undefined;
  const rows = await ctx.db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.state, input.state),
        input.job === undefined ? undefined : eq(outbox.job, input.job),
        after &&
          sql`(${moment}, ${outbox.id}) ${beyond} (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(direction(moment), direction(outbox.id))
    .limit(input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    items: shown.map(jobSummary),
    nextCursor: last ? writeCursor([last[name]?.toISOString() ?? "", last.id]) : null,
  };
}

const Position = z.tuple([z.iso.datetime(), z.uuid()]);

const writeCursor = (position: z.output<typeof Position>): string =>
  Buffer.from(position.join(" ")).toString("base64url");

function readCursor(cursor: string): z.output<typeof Position> {
  const position = Position.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (position.success) return position.data;
  const message = "is not one that this list gave out";
  throw inputInvalid({ summary: `cursor ${message}`, issues: [{ path: "cursor", message }] });
}
