import type { z } from "zod";

/** Something that happened, told to whoever watches: subscriptions, other processes, later webhooks. */
export interface Event<N extends string = string, D extends z.ZodObject = z.ZodObject> {
  readonly event: N;
  readonly summary: string;
  readonly data: D;
}
export const event = <const N extends string, D extends z.ZodObject>(
  name: N,
  declared: { summary: string; data: D },
): Event<N, D> => ({ event: name, ...declared });

export type EventData<E extends Event> = z.output<E["data"]>;
