import { job, type JobTree } from "@mainstay/contracts";
import type { JobCtx } from "@mainstay/core";
import { sql } from "drizzle-orm";
import { z } from "zod";

/** Where a worker dies: before its relay adds, after it added, inside the effect, after the effect. */
export const killPoints = ["written", "added", "effect", "done"] as const;
export type KillPoint = (typeof killPoints)[number];

/** What a child process is told by its argument. */
export interface KillOrder {
  databaseUrl: string;
  redisUrl: string | null;
  redisPrefix: string;
  point: KillPoint;
}

/** Quick to notice a death; and, on a busy machine, to suspect one where there is none. */
export const killTiming = { lockMs: 1_000, stalledMs: 300 };

export const killJobs = {
  count: job("test.count", {
    queue: "kill",
    summary: "Leave a row for each time that the effect happened",
    payload: z.object({}),
    backoff: { type: "fixed", ms: 50 },
  }),
} satisfies JobTree;

/** Without a unique constraint: an effect that happens twice is to be seen. */
export const effectsTable = `
  create table effects (job_id uuid not null);
  grant select, insert on effects to mainstay_app;
`;
export const leaveEffect = (ctx: JobCtx, afterwards: () => void = () => {}): Promise<unknown> =>
  ctx.once(async (tx) => {
    await tx.execute(sql`insert into effects (job_id) values (${ctx.jobId}::uuid)`);
    afterwards();
  });
