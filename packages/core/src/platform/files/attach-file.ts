import {
  fileAttachHours,
  fileAttached,
  fileMissing,
  fileNotReady,
  type FilePurpose,
  fileUnfit,
} from "@mainstay/contracts";
import { files, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { fileView } from "./file-view.ts";

type Reason =
  | typeof fileMissing.reason
  | typeof fileNotReady.reason
  | typeof fileUnfit.reason
  | typeof fileAttached.reason;

/** From here on the file belongs to something, `kind:id`, and stays. Again for the same it changes nothing. */
export async function attachFile(
  ctx: Pick<Ctx<Reason, Tx>, "db" | "fail">,
  from: {
    readonly fileId: string;
    readonly owner: string;
    readonly purpose: FilePurpose;
    readonly to: string;
  },
): Promise<ReturnType<typeof fileView>> {
  const { fileId, owner, to } = from;
  const { purpose } = from.purpose;
  const own = and(eq(files.id, fileId), eq(files.owner, owner));
  const [row] = await ctx.db.select().from(files).where(own).for("update");
  if (!row) return ctx.fail(fileMissing({ fileId }));
  if (row.purpose !== purpose) ctx.fail(fileUnfit({ fileId, purpose }));
  if (row.state !== "ready") ctx.fail(fileNotReady({ fileId }));
  if (row.attachedTo === to) return fileView(row);
  if (row.attachedTo !== null) ctx.fail(fileAttached({ fileId }));
  const changes = { attachedTo: to, expiresAt: null };
  await ctx.db.update(files).set(changes).where(own);
  return fileView({ ...row, ...changes });
}

/** What belonged to it belongs to nothing again, and goes in a while. */
export async function detachFiles(
  { db, clock, settings }: Pick<Ctx<never, Tx>, "db" | "clock" | "settings">,
  to: string,
): Promise<void> {
  const hours = await settings.get(fileAttachHours);
  const expiresAt = new Date(clock.now().getTime() + hours * 3_600_000);
  await db.update(files).set({ attachedTo: null, expiresAt }).where(eq(files.attachedTo, to));
}
