import { Router } from "express";

/** What is not ready, each in a few words; nothing when all is. */
export type Readiness = () => Promise<readonly string[]>;

/** `/healthz`: the process runs. `/readyz`: send it work. */
export function health(readiness: Readiness, stopping: () => boolean): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ ok: true });
  });
  router.get("/readyz", async (_request, response) => {
    const missing = stopping() ? ["the server is shutting down"] : await readiness();
    response
      .status(missing.length === 0 ? 200 : 503)
      .json({ ready: missing.length === 0, missing });
  });
  return router;
}
