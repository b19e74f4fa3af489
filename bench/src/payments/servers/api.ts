import { createServer, observeCalls } from "@mainstay/api";
import {
  allowances,
  createErrorReport,
  createMetrics,
  createServices,
  fixedAllowances,
  readEnv,
} from "@mainstay/runtime";
import { tell } from "../../tell.ts";

// As `main.ts` makes it; the load is that of a few callers.
const endless = { points: 10_000_000, seconds: 60 };
const name = "bench";
const env = readEnv(process.env);
const services = await createServices(env, {
  name,
  allowances: fixedAllowances({ ...allowances, read: endless, write: endless, money: endless }),
});
const { db, log } = services;
const server = createServer({
  env,
  services,
  observe: observeCalls({
    log,
    metrics: createMetrics({ name, version: "0", db }),
    reports: await createErrorReport(env, { name, log }),
  }),
});
const url = await server.listen();
tell(Number(new URL(url).port));
