import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";

/**
 * There is a row before there is a byte, and the bytes' place in the store follows from the id: so whatever
 * lies in the store has a row that leads to it, or a promise to remove it.
 */
export const files = pgTable(
  "files",
  {
    id: id(),
    /** `account:…` or another owner, as actors name it. */
    owner: text("owner").notNull(),
    purpose: text("purpose").notNull(),
    visibility: text("visibility", { enum: ["public", "private"] }).notNull(),
    state: text("state", { enum: ["waiting", "ready", "refused"] }).notNull(),
    /** To show and to save under; never part of a path. */
    name: text("name").notNull(),
    declaredType: text("declared_type").notNull(),
    declaredBytes: bigint("declared_bytes", { mode: "number" }).notNull(),
    /** As found in the bytes; these and the following are null until it is ready. */
    type: text("type"),
    bytes: bigint("bytes", { mode: "number" }),
    sha256: bytea("sha256"),
    width: integer("width"),
    height: integer("height"),
    /** The reason, where it was refused. */
    problem: text("problem"),
    /** `kind:id` of what has it; without one it is swept. */
    attachedTo: text("attached_to"),
    createdAt: moment("created_at").notNull(),
    completedAt: moment("completed_at"),
    /** When it is swept: the upload's end, or the end of the time to attach it. Null once attached. */
    expiresAt: moment("expires_at"),
  },
  (t) => [
    index("files_owner").on(t.owner, t.id),
    index("files_unattached")
      .on(t.owner)
      .where(sql`${t.attachedTo} is null`),
    index("files_attached").on(t.attachedTo),
    index("files_expires")
      .on(t.expiresAt)
      .where(sql`${t.expiresAt} is not null`),
  ],
);
