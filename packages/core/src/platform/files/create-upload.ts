import {
  fileAttachHours,
  type FilePurpose,
  type FileType,
  fileEmpty,
  fileNameInvalid,
  filePurposes,
  filePurposeUnknown,
  filesUnattachedMost,
  fileTooMany,
  fileTooLarge,
  fileTypeRefused,
  hasUnseen,
  type platform,
} from "@mainstay/contracts";
import { files } from "@mainstay/db";
import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { CtxOf, UseCase } from "../../context.ts";
import { uploadKey } from "./file-keys.ts";
import { uploadMs } from "./file-times.ts";

type CreateUpload = typeof platform.files.createUpload;

/** A complete call that began in time may end a little later. */
const graceMs = 5 * 60_000;

export const createUpload: UseCase<CreateUpload> = async (ctx, input) => {
  const { name, type, bytes } = input;
  const purpose = purposeOf(ctx, input.purpose);
  if (!isOneOf(purpose.types, type)) {
    const allowed = [...purpose.types];
    return ctx.fail(fileTypeRefused({ purpose: purpose.purpose, type, allowed }));
  }
  if (bytes === 0) return ctx.fail(fileEmpty());
  if (bytes > purpose.maxBytes) ctx.fail(fileTooLarge({ bytes, limit: purpose.maxBytes }));
  if (/[/\\]|^\.+$/.test(name) || hasUnseen(name)) ctx.fail(fileNameInvalid());
  await keepWithinLimit(ctx);
  const id = v7();
  const now = ctx.clock.now().getTime();
  const expiresAt = new Date(now + uploadMs);
  await ctx.db.insert(files).values({
    id,
    owner: ctx.actor.owner,
    purpose: purpose.purpose,
    visibility: purpose.visibility,
    state: "waiting",
    name,
    declaredType: type,
    declaredBytes: bytes,
    createdAt: new Date(now),
    expiresAt: new Date(now + uploadMs + graceMs),
  });
  const link = await ctx.fileStore.putLink({ id, key: uploadKey(id), type, bytes, expiresAt });
  return {
    fileId: id,
    upload: { method: "PUT", ...link, expiresAt: expiresAt.toISOString() },
  };
};

/** One owner's calls one after the other, so that many at once are not more than one by one. */
async function keepWithinLimit(ctx: CtxOf<CreateUpload>): Promise<void> {
  const { owner } = ctx.actor;
  const limit = await ctx.settings.get(filesUnattachedMost);
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`files:${owner}`}, 0))`);
  const unattached = and(eq(files.owner, owner), isNull(files.attachedTo));
  // The last one that is allowed says enough: however many there are, no more are looked at.
  const [last] = await ctx.db
    .select({ id: files.id })
    .from(files)
    .where(unattached)
    .offset(limit - 1)
    .limit(1);
  if (last) ctx.fail(fileTooMany({ limit, hours: await ctx.settings.get(fileAttachHours) }));
}

function purposeOf(ctx: CtxOf<CreateUpload>, name: string): FilePurpose {
  const { visitor } = ctx.actor;
  const all: readonly FilePurpose[] = filePurposes;
  const own = visitor ? all.filter((one) => one.visitors?.includes(visitor.kind)) : all;
  const found = own.find(({ purpose }) => purpose === name);
  const known = own.map(({ purpose }) => purpose);
  return found ?? ctx.fail(filePurposeUnknown({ purpose: name, known }));
}

const isOneOf = (types: readonly FileType[], type: string): type is FileType =>
  types.some((one) => one === type);
