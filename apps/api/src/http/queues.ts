import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { ExpressAdapter } from "@bull-board/express";
import type { JobQueue } from "@mainstay/runtime/jobs";
import { Router } from "express";

/** The page brings all it needs; its browser has nothing to ask others for. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Queues to look at, and failed jobs to run again. Who may see it is for the one who mounts it. */
export function queueBoard(queues: readonly JobQueue[], basePath: string): Router {
  const adapter = new OfflineAdapter();
  adapter.setBasePath(basePath);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: "Mainstay queues", hideDocsLink: true } },
  });
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader("content-security-policy", policy);
    next();
  });
  router.use(adapter.getRouter() as Router);
  return router;
}

type Entry = Parameters<ExpressAdapter["setEntryRoute"]>[0];

/** The stock page asks another site for its letters. */
class OfflineAdapter extends ExpressAdapter {
  override setEntryRoute(entry: Entry): this {
    this.app.get(entry.route, (_request, response, next) => {
      const { name, params } = entry.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      response.render(name, params, (error: Error | null, html: string) => {
        if (error) next(error);
        else response.send(html.replace(/<link[^>]*href="https:[^>]*>/g, ""));
      });
    });
    return this;
  }
}
