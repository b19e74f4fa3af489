import type { Logger } from "@mainstay/core";
import type { ErrorReport, Metrics } from "@mainstay/runtime";
import type { Observer } from "./trpc/context.ts";

/** One line in the log and one measurement a call; a bug is also reported. */
export function observeCalls(to: {
  log: Logger;
  metrics: Metrics;
  reports: ErrorReport;
}): Observer {
  const log = to.log.child({ module: "calls" });
  return ({ path, kind, outcome, ms, requestId, actor, error, sdk, deprecated }) => {
    to.metrics.request({ procedure: path, outcome, seconds: ms / 1_000 });
    if (deprecated) to.metrics.deprecated({ procedure: path, sdk: sdk ?? "none" });
    const line = { path, kind, outcome, ms: Math.round(ms * 10) / 10, requestId, actor };
    if (outcome === "internal") {
      log.error({ ...line, err: error }, "a call met a bug");
      to.reports.report(error, { requestId, procedure: path, ...(actor ? { actor } : {}) });
    } else if (error !== undefined) {
      // The caller only learns that it may try again; what is wrong must be seen here.
      log.warn({ ...line, err: error }, "a call could not be answered");
    } else log.info(line, "call");
  };
}
