import type { Command } from "../command.ts";
import { runDev } from "../dev/run-dev.ts";

export const dev: Command = {
  usage: [["", "Start database, API and worker, and restart what a saved file belongs to"]],
  notes: [
    "Postgres comes with the packages and keeps its data in .data/. With DATABASE_URL and",
    "DATABASE_OWNER_URL your own is used instead; with REDIS_URL queues run on Redis.",
    "What can be set is in .env.example, and .env is read.",
  ],
  run: runDev,
};
