import type { Env, Metrics } from "@mainstay/runtime";
import { mayScrape } from "@mainstay/runtime";
import { Router } from "express";
import { answerNothingHere } from "./fallback.ts";

export function metricsPage(env: Env, metrics: Metrics): Router {
  const router = Router();
  router.get("/metrics", async (request, response, next) => {
    // A stranger is not even told that it is there.
    if (!mayScrape(env, request.headers.authorization)) {
      answerNothingHere(request, response, next);
      return;
    }
    response.type(metrics.contentType).send(await metrics.render());
  });
  return router;
}
