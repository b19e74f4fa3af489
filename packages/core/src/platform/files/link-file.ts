import { fileMissing, fileNotReady, fileRefused, type platform } from "@mainstay/contracts";
import type { Ctx, UseCase } from "../../context.ts";
import { dispositionOf } from "./disposition.ts";
import { keptKey } from "./file-keys.ts";
import type { FileRow } from "./file-view.ts";
import { findReadable } from "./find-file.ts";

const linkMs = 5 * 60_000;

export const linkFile: UseCase<typeof platform.files.link> = async (ctx, { fileId }) => {
  const row = await findReadable(ctx.db, { fileId, actor: ctx.actor });
  if (!row) return ctx.fail(fileMissing({ fileId }));
  if (row.state === "refused") ctx.fail(fileRefused({ fileId, problem: row.problem ?? "" }));
  return (await fileLink(ctx, row)) ?? ctx.fail(fileNotReady({ fileId }));
};

/** For who may see it, which is the caller's to know; null where there is nothing to see yet. */
export async function fileLink(
  { clock, fileStore }: Pick<Ctx, "clock" | "fileStore">,
  row: FileRow,
): Promise<{ url: string; expiresAt: string | null } | null> {
  const { id, sha256, name, type } = row;
  if (row.state !== "ready" || sha256 === null) return null;
  const isPublic = row.visibility === "public";
  const link = await fileStore.getLink({
    id,
    key: keptKey(id, sha256),
    disposition: dispositionOf({ name, type }),
    expiresAt: isPublic ? null : new Date(clock.now().getTime() + linkMs),
  });
  return { url: link.url, expiresAt: link.expiresAt?.toISOString() ?? null };
}
