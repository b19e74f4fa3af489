import type { payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { readVisit } from "./session-row.ts";
import { sessionView } from "./session-view.ts";

export const getSession: UseCase<typeof payments.sessions.get> = async (ctx) =>
  sessionView(ctx, await readVisit(ctx.db, ctx.actor));
