import { job, type JobTree } from "@mainstay/contracts";
import { z } from "zod";
import type { Handlers } from "./job-handlers.ts";

const greet = job("test.greet", {
  queue: "test",
  summary: "Say hello",
  payload: z.object({ name: z.string() }),
});
const part = job("test.part", { queue: "test", summary: "Say goodbye", payload: z.object({}) });
const jobs = { greet, farewell: { part } } satisfies JobTree;
type Bound = Handlers<typeof jobs>;

const farewell = { part: async () => {} };

export const complete: Bound = {
  greet: async (ctx, { name }) => ctx.log.info({ name: name.trim() }, "hello"),
  farewell,
};

// @ts-expect-error a handler is missing
export const missing: Bound = { farewell };
// @ts-expect-error a handler is missing in a group
export const missingInGroup: Bound = { greet: async () => {}, farewell: {} };
// @ts-expect-error there is no job of this name
export const extra: Bound = { greet: async () => {}, farewell, wave: async () => {} };
export const mistaken: Bound = {
  // @ts-expect-error the payload is another job's
  greet: async (_ctx, payload: { amount: number }) => void payload.amount,
  farewell,
};
export const answering: Bound = {
  // @ts-expect-error nobody hears an answer
  greet: async () => "hello",
  farewell,
};
export const synchronous: Bound = {
  // @ts-expect-error it is awaited
  greet: () => {},
  farewell,
};
