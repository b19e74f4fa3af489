import { type platform, roles } from "@mainstay/contracts";
import { z } from "zod";
import { Actor } from "../../actor.ts";
import type { UseCase } from "../../context.ts";
import type { Sealer } from "../../ports.ts";

const purpose = "live-ticket";
const lifeMs = 60_000;
const Ticket = z.object({
  name: z.string(),
  owner: z.string(),
  roles: z.array(z.enum(roles)),
  until: z.number(),
});

/** Sealed, not stored: it says who its bearer is, and until when it opens subscriptions. */
export const createLiveTicket: UseCase<typeof platform.system.liveTicket> = async (ctx) => {
  const { actor } = ctx;
  const until = ctx.clock.now().getTime() + lifeMs;
  const content = {
    name: actor.name,
    owner: actor.owner,
    roles: actor.grants.filter(({ scope }) => scope === null).map(({ role }) => role),
    until,
  };
  return {
    ticket: ctx.sealer.seal(purpose, JSON.stringify(content)),
    expiresAt: new Date(until).toISOString(),
  };
};

export function actorOfTicket(ticket: string, sealer: Sealer, now: Date): Actor | null {
  try {
    const content = Ticket.parse(JSON.parse(sealer.open(purpose, ticket)));
    return content.until > now.getTime() ? new Actor(content) : null;
  } catch {
    // Not sealed by us, or with a key that is gone: no ticket.
    return null;
  }
}
