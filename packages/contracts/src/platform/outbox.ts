import { z } from "zod";
import { job } from "../job.ts";
import { setting } from "../setting.ts";

export const outboxDays = setting("platform.outbox_days", {
  schema: z.int().min(1).max(365),
  default: 7,
  description: "For how many days a finished job is kept for inspection.",
});

export const sweepOutbox = job("platform.sweep_outbox", {
  queue: "platform",
  summary: "Delete jobs that were done longer ago than platform.outbox_days",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
});
