import { runProcess } from "@mainstay/runtime";
import { createWorker, product } from "./worker.ts";

await runProcess({
  name: "worker",
  portVariable: "WORKER_PORT",
  async start({ env, services, metrics, reports }) {
    const worker = await createWorker({
      env,
      services,
      ...product,
      metrics,
      reports,
      port: env.WORKER_PORT,
    });
    services.log.info(
      { url: worker.url, mode: env.MODE, queues: worker.backend },
      "the worker runs",
    );
    return [{ phase: "jobs", run: () => worker.close() }];
  },
});
