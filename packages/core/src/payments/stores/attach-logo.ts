import {
  type fileAttached,
  type fileMissing,
  type fileNotReady,
  type fileUnfit,
  storeLogoFile,
} from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import type { Ctx } from "../../context.ts";
import { attachFile, detachFiles } from "../../platform/index.ts";

type Reason =
  | typeof fileMissing.reason
  | typeof fileNotReady.reason
  | typeof fileUnfit.reason
  | typeof fileAttached.reason;

/** A store has one logo: the one before belongs to nothing from then on. */
export async function attachLogo(
  ctx: Pick<Ctx<Reason, Tx>, "db" | "actor" | "clock" | "settings" | "fail">,
  storeId: string,
  { from, to: fileId }: { readonly from: string | null; readonly to: string | null },
): Promise<void> {
  // It stays also where a colleague says so, who did not upload it.
  if (fileId === from) return;
  const to = `store:${storeId}`;
  if (from !== null) await detachFiles(ctx, to);
  if (fileId === null) return;
  await attachFile(ctx, { fileId, owner: ctx.actor.owner, purpose: storeLogoFile, to });
}
