import { z } from "zod";
import { job } from "../job.ts";
import { setting } from "../setting.ts";

export const idempotencyHours = setting("platform.idempotency_hours", {
  schema: z.int().min(1).max(720),
  default: 24,
  description: "For how many hours the answer to an idempotency key is kept.",
});

export const sweepIdempotency = job("platform.sweep_idempotency", {
  queue: "platform",
  summary: "Delete answers of idempotency keys that are older than platform.idempotency_hours",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
});
