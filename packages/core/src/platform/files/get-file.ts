import { fileMissing, type platform } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { fileView } from "./file-view.ts";
import { findReadable } from "./find-file.ts";

export const getFile: UseCase<typeof platform.files.get> = async (ctx, { fileId }) => {
  const row = await findReadable(ctx.db, { fileId, actor: ctx.actor });
  return row ? fileView(row) : ctx.fail(fileMissing({ fileId }));
};
