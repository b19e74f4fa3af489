import type { Movement } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { scopeRecipients } from "../../identity/index.ts";
import { notify } from "../../platform/index.ts";
import { movementApprovedNotice } from "../mail/movement-approved.ts";
import { ownerName } from "./owner-name.ts";

/** That money came or went, to whoever holds a role within its owner. */
export async function tellOwner(
  ctx: Pick<Ctx<never, Tx>, "db" | "sealer">,
  { kind, owner, account, money, outsideReference }: z.output<typeof Movement>,
): Promise<void> {
  const name = (await ownerName(ctx.db, owner)) ?? "";
  const said = { kind, name, account, money, outsideReference };
  for (const reader of await scopeRecipients(ctx.db, owner))
    await notify(ctx, ctx.db, reader, movementApprovedNotice, said);
}
