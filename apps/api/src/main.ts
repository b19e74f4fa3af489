import { jobs, walkJobs } from "@mainstay/contracts";
import { migrationsAreCurrent } from "@mainstay/db";
import { runProcess } from "@mainstay/runtime";
import { createQueues } from "@mainstay/runtime/jobs";
import { boardPath } from "./http/admin-sign-in.ts";
import { metricsPage } from "./http/metrics.ts";
import { queueBoard } from "./http/queues.ts";
import { observeCalls } from "./observe-calls.ts";
import { createServer } from "./server.ts";

const queueNames = new Set([...walkJobs(jobs)].map(({ queue }) => queue));

await runProcess({
  name: "api",
  portVariable: "API_PORT",
  async start({ env, services, metrics, reports }) {
    const { db, log, redis } = services;
    // It looks at queues and takes no jobs.
    const queues = createQueues({ url: env.DATABASE_URL, redis, name: "api", log, poolMax: 2 });
    const ping = redis?.connect("calls");
    const server = createServer({
      env,
      services,
      observe: observeCalls({ log, metrics, reports }),
      readiness: async () => [
        ...(await missing("the database and its migrations", () => migrationsAreCurrent(db))),
        ...(await missing("Redis", async () => !ping || (await ping.ping()) === "PONG")),
      ],
      mount(app, adminsOnly) {
        app.use(metricsPage(env, metrics));
        const board = queueBoard(
          [...queueNames].map((queue) => queues.queue(queue)),
          boardPath,
        );
        app.use(boardPath, adminsOnly, board);
      },
    });
    const url = await server.listen(env.API_PORT, env.API_HOST);
    log.info({ url, mode: env.MODE, queues: queues.backend }, "the API listens");
    return [
      { phase: "calls", run: () => server.close() },
      { phase: "queues", run: () => queues.close() },
    ];
  },
});

/** Nothing, or what is missing; a server that does not answer is missing, too. */
async function missing(what: string, there: () => Promise<boolean>): Promise<string[]> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, 2_000, false).unref());
  return (await Promise.race([there().catch(() => false), late])) ? [] : [what];
}
