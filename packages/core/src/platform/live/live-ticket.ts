import type { platform } from "@mainstay/contracts";
import { z } from "zod";
import type { UseCase } from "../../context.ts";
import type { Sealer } from "../../ports.ts";

const purpose = "live-ticket";
const lifeMs = 60_000;

/** Who it was made for; what they may do is looked up when it is used, and again for as long as it is. */
const TicketHolder = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("session"), id: z.uuid() }),
  z.object({ kind: z.literal("key"), name: z.string() }),
  z.object({ kind: z.literal("visitor"), name: z.string() }),
]);
export type TicketHolder = z.output<typeof TicketHolder>;
const Ticket = z.object({ holder: TicketHolder, until: z.number() });

/** Sealed, not stored: it says who its bearer is, and until when it opens subscriptions. */
export const createLiveTicket: UseCase<typeof platform.system.liveTicket> = async (ctx) => {
  const { name, session, visitor } = ctx.actor;
  const until = ctx.clock.now().getTime() + lifeMs;
  const holder: TicketHolder = session
    ? { kind: "session", id: session.id }
    : { kind: visitor ? "visitor" : "key", name };
  return {
    ticket: ctx.sealer.seal(purpose, JSON.stringify({ holder, until })),
    expiresAt: new Date(until).toISOString(),
  };
};

/** Null where it has run out, or is none of ours. */
export function openTicket(ticket: string, sealer: Sealer, now: Date): TicketHolder | null {
  try {
    const { holder, until } = Ticket.parse(JSON.parse(sealer.open(purpose, ticket)));
    return until > now.getTime() ? holder : null;
  } catch {
    // Not sealed by us, or with a key that is gone: no ticket.
    return null;
  }
}
