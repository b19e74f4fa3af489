import { z } from "zod";
import { permission } from "../access.ts";
import { query } from "../define.ts";
import { job } from "../job.ts";
import { setting } from "../setting.ts";
import { PayIn, payInStates } from "./pay-in.ts";
import { PayOut, payOutStates } from "./pay-out.ts";
import { storeUnknown } from "./stores.ts";

export const readMerchantEvents = permission("payments.events.read", {
  roles: ["merchant", "support"],
  scopes: ["merchant"],
});

const payInTypes = payInStates.map((state) => `pay_in.${state}` as const);
const payOutTypes = payOutStates.map((state) => `pay_out.${state}` as const);
/** What only says that an endpoint can be reached. */
export const testEventType = "webhook.test";

/** One line a kind of object. `sequence` is that of the object: the larger is the later. */
const eventOf = <T extends z.ZodType<string>, D extends z.ZodType>(type: T, data: D) =>
  z.object({
    id: z.uuid().describe("The same whenever it is told again."),
    type,
    sequence: z
      .int()
      .describe("Of what it is about: what has a smaller one than you know is older."),
    at: z.iso.datetime(),
    storeId: z.uuid(),
    data,
  });
/** One for each state, as a reader tells by a literal what the data are. */
const eventsOf = <const P extends string, const S extends readonly string[], D extends z.ZodType>(
  prefix: P,
  states: S,
  data: D,
) =>
  states.map((state) => eventOf(z.literal(`${prefix}.${state}`), data)) as unknown as {
    -readonly [K in keyof S]: ReturnType<typeof eventOf<z.ZodLiteral<`${P}.${S[K] & string}`>, D>>;
  };
export const MerchantEvent = z
  .discriminatedUnion("type", [
    ...eventsOf("pay_in", payInStates, PayIn),
    ...eventsOf("pay_out", payOutStates, PayOut),
    eventOf(z.literal(testEventType), z.object({ endpointId: z.uuid() })),
  ])
  .meta({
    id: "MerchantEvent",
    description: "What merchants are told, with the whole of what it is about as of then.",
  });
export type MerchantEvent = z.output<typeof MerchantEvent>;

/** What an endpoint can ask for. Tests come to whoever asked for one. */
export const MerchantEventType = z
  .enum([...payInTypes, ...payOutTypes])
  .meta({ id: "MerchantEventType" });

export const eventDays = setting("payments.event_days", {
  schema: z.int().min(7).max(366),
  default: 30,
  description:
    "For how many days events are kept, with their deliveries: merchants fill gaps from these.",
});
export const sweepMerchantEvents = job("payments.sweep_events", {
  queue: "payments",
  summary: "Delete events, with their deliveries, that are older than payments.event_days",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
  timeoutMs: 120_000,
});

/** A place in the feed. */
const Place = z.string().regex(/^\d{1,15}$/);

export const merchantEvents = {
  list: query({
    summary: "What happened, oldest first: to fill a gap, or instead of webhooks",
    description: "Begin without `after`, and go on with the `next` of each answer.",
    access: readMerchantEvents,
    input: z.object({
      storeId: z.uuid().optional(),
      after: Place.optional().describe("The `next` of the answer before."),
      limit: z.int().min(1).max(100).default(100),
    }),
    output: z.object({
      items: z.array(MerchantEvent),
      next: Place,
      more: z.boolean().describe("Whether there is more right now."),
    }),
    errors: [storeUnknown],
    rest: { method: "GET", path: "/payments/events" },
  }),
};
