import { z } from "zod";
import { anyone, permission, sessionLimits } from "../access.ts";
import { mutation, query } from "../define.ts";
import { job } from "../job.ts";
import { page, pageInput } from "../page.ts";
import { setting } from "../setting.ts";

const readClientErrors = permission("platform.client_errors.read", { roles: ["support"] });

const App = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,49}$/)
  .meta({ description: "Which of your apps it is, in a word.", examples: ["shop", "kiosk"] });
const Release = z.string().min(1).max(100);

export const ClientError = z
  .object({
    id: z.uuid(),
    app: z.string(),
    release: z.string().nullable(),
    message: z.string(),
    stack: z.string().nullable(),
    url: z.string().nullable().describe("Without what stands after `?` or `#`."),
    userAgent: z.string().nullable(),
    times: z.int().describe("How often it was reported."),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
  })
  .meta({
    id: "ClientError",
    description: "One fault, however often it happens; release, stack and address are the latest.",
  });

export const clientErrorDays = setting("platform.client_error_days", {
  schema: z.int().min(1).max(365),
  default: 30,
  description: "For how many days a fault of an app is kept after it was last reported.",
});
export const clientErrorsMost = setting("platform.client_errors_most", {
  schema: z.int().min(100).max(1_000_000),
  default: 10_000,
  description:
    "How many different faults of apps are kept; beyond it those go that are longest over.",
});

export const clientErrors = {
  log: mutation({
    summary: "Report a fault of an app in somebody's browser or phone",
    description:
      "Faults are counted together that have the same app, message and place in the code; numbers and ids in messages make no difference.",
    access: anyone,
    whileLimited: sessionLimits,
    whileSignedInAs: true,
    limit: "report",
    idempotency: "none",
    audit: "none",
    input: z.object({
      app: App,
      release: Release.optional(),
      message: z.string().trim().min(1).max(10_000),
      stack: z.string().max(50_000).optional(),
      url: z.string().max(4_000).optional(),
    }),
    output: z.void(),
  }),
  list: query({
    summary: "Faults of apps, those that happened last first",
    access: readClientErrors,
    input: z.object({ ...pageInput, app: App.optional() }),
    output: page(ClientError),
    rest: { method: "GET", path: "/client-errors" },
  }),
};

export const sweepClientErrors = job("platform.sweep_client_errors", {
  queue: "platform",
  summary:
    "Delete faults of apps that are over for platform.client_error_days, or beyond platform.client_errors_most",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
});
