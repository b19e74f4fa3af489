import { z } from "zod";
import { job } from "../job.ts";
import { setting } from "../setting.ts";

export const liveReplayMinutes = setting("platform.live_replay_minutes", {
  schema: z.int().min(5).max(1440),
  default: 5,
  description: "For how many minutes a client that reconnects can still be told what it missed.",
});

export const sweepEvents = job("platform.sweep_events", {
  queue: "platform",
  summary: "Delete live events that are older than platform.live_replay_minutes",
  payload: z.object({}),
  schedule: { everyMs: 60_000 },
});
