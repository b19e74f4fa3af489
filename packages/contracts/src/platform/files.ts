import { z } from "zod";
import { permission, signedIn } from "../access.ts";
import { mutation, query } from "../define.ts";
import { filePurpose, fileTypes, imageTypes } from "../file-purpose.ts";
import { job } from "../job.ts";
import { personal } from "../mark.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";

export const readFiles = permission("platform.files.read", { roles: ["support"] });

const megabyte = 1_000_000;
const images = { maxPixels: 25_000_000, maxSide: 2_000 };
export const pictureFile = filePurpose("platform.picture", {
  summary: "A picture for everybody to see: of a product, a campaign, a person",
  visibility: "public",
  types: imageTypes,
  maxBytes: 10 * megabyte,
  images,
});
export const documentFile = filePurpose("platform.document", {
  summary: "A picture or PDF for those who work with it: a receipt, a statement",
  visibility: "private",
  types: fileTypes,
  maxBytes: 20 * megabyte,
  images,
});

const fileId = z.uuid();
const aboutFile = z.object({ fileId: z.string() });
export const filePurposeUnknown = reason("platform.file_purpose_unknown", {
  kind: "invalid",
  message: "There are no files for {purpose}; there are files for {known}.",
  details: z.object({ purpose: z.string(), known: z.array(z.string()) }),
});
export const fileTypeRefused = reason("platform.file_type_refused", {
  kind: "invalid",
  message: "A file of the type {type} is not taken for {purpose}; take one of {allowed}.",
  details: z.object({ purpose: z.string(), type: z.string(), allowed: z.array(z.string()) }),
});
export const fileTooLarge = reason("platform.file_too_large", {
  kind: "invalid",
  message: "The file has {bytes} bytes; at most {limit} are taken.",
  details: z.object({ bytes: z.int(), limit: z.int() }),
});
export const fileEmpty = reason("platform.file_empty", {
  kind: "invalid",
  message: "The file is empty.",
});
export const fileNameInvalid = reason("platform.file_name_invalid", {
  kind: "invalid",
  message:
    "A file's name has no folders and no control or invisible characters; send the name alone.",
});
export const fileMissing = reason("platform.file_missing", {
  kind: "not_found",
  message: "There is no file {fileId}; uploads that were not completed in time are gone.",
  details: aboutFile,
});
export const forbiddenAddress = reason("platform.file_address_refused", {
  kind: "forbidden",
  message: "This address is not good, or not any more; ask for another one.",
});
export const fileNotUploaded = reason("platform.file_not_uploaded", {
  kind: "precondition",
  message: "Nothing was uploaded for {fileId} yet; PUT it to the address that createUpload gave.",
  details: aboutFile,
});
export const fileSizeWrong = reason("platform.file_size_wrong", {
  kind: "invalid",
  message: "{declared} bytes were declared, and {found} came; begin again with createUpload.",
  details: z.object({ declared: z.int(), found: z.int() }),
});
export const fileTypeWrong = reason("platform.file_type_wrong", {
  kind: "invalid",
  message: "The file was declared as {declared}, and is {found}; begin again with createUpload.",
  details: z.object({ declared: z.string(), found: z.string() }),
});
export const fileUnreadable = reason("platform.file_unreadable", {
  kind: "invalid",
  message: "The file is damaged: it cannot be read to its end as {type}.",
  details: z.object({ type: z.string() }),
});
export const fileTooManyPixels = reason("platform.file_too_many_pixels", {
  kind: "invalid",
  message: "The image has {pixels} pixels; at most {limit} are taken. Make it smaller.",
  details: z.object({ pixels: z.int(), limit: z.int() }),
});
export const fileRefused = reason("platform.file_refused", {
  kind: "precondition",
  message: "The file {fileId} was refused ({problem}); begin again with createUpload.",
  details: aboutFile.extend({ problem: z.string() }),
});
export const fileNotReady = reason("platform.file_not_ready", {
  kind: "precondition",
  message: "The file {fileId} is not complete yet.",
  details: aboutFile,
});
export const fileAttached = reason("platform.file_attached", {
  kind: "conflict",
  message: "The file {fileId} belongs to something already.",
  details: aboutFile,
});
export const fileUnfit = reason("platform.file_unfit", {
  kind: "invalid",
  message: "The file {fileId} is not for {purpose}.",
  details: aboutFile.extend({ purpose: z.string() }),
});

export const fileTooMany = reason("platform.file_too_many", {
  kind: "limited",
  message:
    "{limit} of your files belong to nothing, and more are not taken. Use some, remove some by platform.files.remove with the fileId that createUpload answered, or wait: an upload that is not completed goes after 20 minutes, a complete file after {hours} hours.",
  details: z.object({ limit: z.int(), hours: z.int() }),
});

export const FileView = z
  .object({
    id: z.uuid(),
    purpose: z.string(),
    visibility: z.enum(["public", "private"]),
    state: z.enum(["waiting", "ready", "refused"]),
    name: z.string(),
    type: z.string().nullable().describe("As found in its bytes; null until it is ready."),
    bytes: z.int().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    problem: z.string().nullable().describe("The reason it was refused for."),
    attachedTo: z.string().nullable().describe("What it belongs to, as `kind:id`."),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().describe("When it goes if it still belongs to nothing."),
  })
  .meta({ id: "StoredFile" });

export const fileAttachHours = setting("platform.file_attach_hours", {
  schema: z
    .int()
    .min(1)
    .max(24 * 90),
  default: 24,
  description: "For how many hours a complete file may belong to nothing before it is deleted.",
});

export const filesUnattachedMost = setting("platform.files_unattached_most", {
  schema: z.int().min(1).max(100_000),
  default: 100,
  description: "How many files of one owner may wait to be uploaded, or belong to nothing.",
});

export const files = {
  createUpload: mutation({
    summary: "Announce a file, and get the address to PUT it to",
    description:
      "PUT the bytes with exactly the headers of the answer, within 15 minutes, and then call complete.",
    access: signedIn,
    visitors: true,
    idempotency: "none",
    audit: "none",
    input: z.object({
      purpose: z
        .string()
        .max(100)
        .meta({ examples: ["platform.document"] }),
      name: personal(z.string().trim().min(1).max(200)),
      type: z
        .string()
        .max(100)
        .meta({ examples: ["image/jpeg"] }),
      bytes: z.int().min(0).max(1_000_000_000_000),
    }),
    output: z
      .object({
        fileId: z.uuid(),
        upload: z.object({
          method: z.literal("PUT"),
          url: z.string(),
          headers: z.record(z.string(), z.string()),
          expiresAt: z.iso.datetime(),
        }),
      })
      .meta({ id: "Upload" }),
    errors: [
      filePurposeUnknown,
      fileTypeRefused,
      fileTooLarge,
      fileEmpty,
      fileNameInvalid,
      fileTooMany,
    ],
    sensitive: true,
  }),
  complete: mutation({
    summary: "Have an uploaded file looked at, and kept",
    description:
      "Its type is told from its bytes. An image is drawn anew, upright, at most 2,000 pixels a side, without what its camera or anybody else hid in it. Called again it answers the same.",
    access: signedIn,
    visitors: true,
    idempotency: "natural",
    input: z.object({ fileId }),
    output: FileView,
    errors: [
      fileMissing,
      fileNotUploaded,
      fileSizeWrong,
      fileTypeWrong,
      fileUnreadable,
      fileTooManyPixels,
      fileRefused,
    ],
  }),
  get: query({
    summary: "One file",
    access: signedIn,
    input: z.object({ fileId }),
    output: FileView,
    errors: [fileMissing],
    rest: { method: "GET", path: "/files/{fileId}" },
  }),
  link: query({
    summary: "An address to load a file from; a private one's lasts five minutes",
    access: signedIn,
    sensitive: true,
    input: z.object({ fileId }),
    output: z
      .object({
        url: z.string(),
        expiresAt: z.iso.datetime().nullable().describe("Null where the address never ends."),
      })
      .meta({ id: "FileLink" }),
    errors: [fileMissing, fileNotReady, fileRefused],
  }),
  list: query({
    summary: "Files, newest first",
    access: readFiles,
    input: z.object({
      ...pageInput,
      owner: z.string().max(200).optional().describe("As in `account:<id>`."),
      purpose: z.string().max(100).optional(),
      state: FileView.shape.state.optional(),
    }),
    output: page(FileView),
    rest: { method: "GET", path: "/files" },
  }),
  remove: mutation({
    summary: "Delete a file of one's own that belongs to nothing",
    access: signedIn,
    idempotency: "natural",
    input: z.object({ fileId }),
    output: z.void(),
    errors: [fileMissing, fileAttached],
  }),
};

export const removeStored = job("platform.remove_stored", {
  queue: "platform",
  summary: "Take what nothing needs any more out of the file store",
  payload: z.object({
    keys: z.array(z.string()),
    unlessOf: z.uuid().optional().describe("The file that may have come to need them."),
  }),
  attempts: 12,
  backoff: { type: "exponential", ms: 2_000 },
});

export const sweepFiles = job("platform.sweep_files", {
  queue: "platform",
  summary:
    "Delete uploads that were not completed, and files that belonged to nothing for platform.file_attach_hours",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
  timeoutMs: 5 * 60_000,
});
