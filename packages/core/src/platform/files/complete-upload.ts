import { createHash } from "node:crypto";
import {
  type DomainError,
  fileAttachHours,
  fileMissing,
  fileNotUploaded,
  type FilePurpose,
  filePurposes,
  fileRefused,
  fileSizeWrong,
  fileTooManyPixels,
  fileTypeWrong,
  type FileType,
  fileUnreadable,
  type ImageType,
  imageTypes,
  type platform,
  type ReasonOf,
  removeStored,
} from "@mainstay/contracts";
import { type Db, files, transaction, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx, PreparedUseCase } from "../../context.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { keptName } from "./disposition.ts";
import { keptKey, uploadKey } from "./file-keys.ts";
import { type FileRow, fileView } from "./file-view.ts";
import { findOwn } from "./find-file.ts";
import { findType } from "./find-type.ts";
import { removeLate } from "./remove-late.ts";

type Complete = typeof platform.files.complete;

interface Made {
  readonly type: FileType;
  readonly bytes: Buffer;
  readonly sha256: Buffer;
  readonly width: number | null;
  readonly height: number | null;
}
interface Refused {
  readonly problem: DomainError<ReasonOf<Complete>>;
}
/** What was kept, without its bytes, or a reason not to; null where it was decided before. */
type Found = { readonly kept: Omit<Made, "bytes"> & { readonly bytes: number } } | Refused | null;

/** By then the row was decided on or is gone. */
const decidedMs = 60 * 60_000;

export const completeUpload: PreparedUseCase<Complete, Found> = {
  async prepare(ctx, { fileId }) {
    const row = await findOwn(ctx.db, { fileId, owner: ctx.actor.owner });
    if (!row || isOver(row, ctx.clock.now())) return ctx.fail(fileMissing({ fileId }));
    if (row.state !== "waiting") return null;
    // Before there is a byte: however many call at once, only so many files are in memory.
    return await ctx.fileLine.wait(async () => {
      const bytes = await ctx.fileStore.read(uploadKey(fileId), row.declaredBytes, ctx.signal);
      if (bytes === null) return ctx.fail(fileNotUploaded({ fileId }));
      const looked = await lookAt(ctx, row, bytes);
      if ("problem" in looked) return looked;
      const { bytes: drawn, ...kept } = looked.made;
      await keep(ctx, fileId, looked.made);
      return { kept: { ...kept, bytes: drawn.length } };
    }, ctx.signal);
  },

  async run(ctx, { fileId }, found) {
    const row = (await lockFile(ctx.db, fileId)) ?? ctx.fail(fileMissing({ fileId }));
    const now = ctx.clock.now();
    if (row.state === "refused") {
      return ctx.fail(fileRefused({ fileId, problem: row.problem ?? "" }));
    }
    if (row.state === "ready") return fileView(row);
    if (found === null) return ctx.fail(fileMissing({ fileId }));
    ctx.audit({ target: `file:${fileId}`, changes: { purpose: row.purpose } });
    enqueue(ctx.db, removeStored, { keys: [uploadKey(fileId)] });
    await removeLate(ctx.db, row, now);
    const decided = eq(files.id, fileId);
    if ("problem" in found) {
      const { reason } = found.problem;
      await ctx.db.update(files).set({ state: "refused", problem: reason }).where(decided);
      return ctx.refuse(found.problem);
    }
    const { kept } = found;
    const attachHours = await ctx.settings.get(fileAttachHours);
    const [ready = row] = await ctx.db
      .update(files)
      .set({
        state: "ready",
        ...kept,
        name: keptName(row.name, kept.type),
        completedAt: now,
        expiresAt: new Date(now.getTime() + attachHours * 3_600_000),
      })
      .where(decided)
      .returning();
    return fileView(ready);
  },
};

const isOver = ({ expiresAt }: FileRow, now: Date): boolean =>
  expiresAt !== null && expiresAt <= now;

async function lockFile(tx: Tx, fileId: string): Promise<FileRow | undefined> {
  const [row] = await tx.select().from(files).where(eq(files.id, fileId)).for("update");
  return row;
}

/**
 * Before the row says so: a row that is ready has its bytes. Whoever dies in between, or was not the quickest,
 * leaves bytes that no row leads to, so their removal is promised first.
 */
async function keep(
  ctx: Pick<Ctx<never, Db>, "db" | "clock" | "fileStore" | "signal">,
  fileId: string,
  { bytes, sha256, type }: Made,
): Promise<void> {
  const key = keptKey(fileId, sha256);
  const runAt = new Date(ctx.clock.now().getTime() + decidedMs);
  await transaction(ctx.db, (tx) =>
    enqueue(tx, removeStored, { keys: [key], unlessOf: fileId }, { runAt }),
  );
  await ctx.fileStore.write(key, bytes, type, ctx.signal);
}

type LookCtx = Pick<Ctx<ReasonOf<Complete>, never, Actor>, "images" | "signal">;

async function lookAt(
  ctx: LookCtx,
  row: FileRow,
  bytes: Buffer,
): Promise<{ readonly made: Made } | Refused> {
  const { declaredBytes: declared, declaredType } = row;
  if (bytes.length === 0) return { problem: fileSizeWrong({ declared, found: 0 }) };
  if (bytes.length !== declared) {
    return { problem: fileSizeWrong({ declared, found: bytes.length }) };
  }
  const type = findType(bytes);
  if (type === null || type !== declaredType) {
    const found = type ?? "of no type that is known here";
    return { problem: fileTypeWrong({ declared: declaredType, found }) };
  }
  if (!isImage(type)) return { made: made(type, bytes, null) };
  const { images } = purposeOf(row);
  const drawn = await ctx.images.draw(bytes, { type, ...images }, ctx.signal);
  if (drawn === "unreadable") return { problem: fileUnreadable({ type }) };
  if ("pixels" in drawn) {
    return { problem: fileTooManyPixels({ pixels: drawn.pixels, limit: images.maxPixels }) };
  }
  return { made: made("image/webp", drawn.bytes, drawn) };
}

const made = (
  type: FileType,
  bytes: Buffer,
  size: { width: number; height: number } | null,
): Made => ({
  type,
  bytes,
  sha256: createHash("sha256").update(bytes).digest(),
  width: size?.width ?? null,
  height: size?.height ?? null,
});

const isImage = (type: FileType): type is ImageType => imageTypes.some((one) => one === type);

function purposeOf(row: FileRow): FilePurpose {
  const found = filePurposes.find(({ purpose }) => purpose === row.purpose);
  if (!found) throw new Error(`The file ${row.id} is for ${row.purpose}, which is gone`);
  return found;
}
