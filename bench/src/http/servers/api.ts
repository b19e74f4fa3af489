import { assemble, createServer, implement, observeCalls } from "@mainstay/api";
import { anyone, query } from "@mainstay/contracts";
import {
  allowances,
  createErrorReport,
  createMetrics,
  createServices,
  fixedAllowances,
  readEnv,
} from "@mainstay/runtime";
import { z } from "zod";
import { tell } from "../../tell.ts";

const Echo = z.object({
  id: z.uuid(),
  amount: z.int().nonnegative(),
  currency: z.enum(["EUR", "USD", "GBP"]),
  memo: z.string().max(200),
});
const contract = { echo: query({ summary: "Echo", access: anyone, input: Echo, output: Echo }) };
const implemented = assemble(
  { bench: contract },
  { bench: implement(contract, { echo: async (_ctx, input) => input }) },
);

// As `main.ts` makes it: logged, measured, limited, with every header; the load is one caller's.
const much = fixedAllowances({ ...allowances, read: { points: 10_000_000, seconds: 60 } });
const name = "bench";
const env = readEnv();
const services = await createServices(env, { name, allowances: much });
const { db, log } = services;
const metrics = createMetrics({ name, version: "0", db });
const reports = await createErrorReport(env, { name, log });
const server = createServer({
  env,
  services,
  implemented,
  observe: observeCalls({ log, metrics, reports }),
});
tell(Number(new URL(await server.listen()).port));
