import type { JobDetails, JobSummary } from "@mainstay/contracts";
import { type DbOrTx, outbox } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";

/** What looking after jobs takes: a console has it as well as a call. */
export type JobsCtx<R extends string = never, D extends DbOrTx = DbOrTx> = Pick<
  Ctx<R, D>,
  "db" | "fail" | "audit"
>;
export type JobRow = typeof outbox.$inferSelect;

export const jobSummary = (row: Omit<JobRow, "payload">): z.output<typeof JobSummary> => ({
  id: row.id,
  job: row.job,
  state: row.state,
  key: row.key,
  generation: row.generation,
  createdAt: row.createdAt.toISOString(),
  runAt: row.runAt.toISOString(),
  movedAt: row.movedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  error: row.error,
});

export const jobDetails = (row: JobRow): z.output<typeof JobDetails> => ({
  ...jobSummary(row),
  payload: row.payload as z.output<typeof JobDetails>["payload"],
});

export async function findJob(db: DbOrTx, id: string, lock = false): Promise<JobRow | undefined> {
  const query = db.select().from(outbox).where(eq(outbox.id, id));
  const [row] = await (lock ? query.for("update") : query);
  return row;
}
