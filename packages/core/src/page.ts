import { inputInvalid } from "@mainstay/contracts";
import { z } from "zod";

/** Ids are UUIDv7, so the last one shown says where the next page begins. */
export function idOfCursor(cursor: string | null | undefined): string | null {
  if (cursor === null || cursor === undefined) return null;
  const parsed = z.uuid().safeParse(cursor);
  if (parsed.success) return parsed.data;
  throw notGivenOut();
}

/** For lists in the order of a moment: ids tell apart what happened at the same one. */
const Position = z.tuple([z.iso.datetime(), z.uuid()]);
export type Position = z.output<typeof Position>;

export const cursorOf = (position: Position): string =>
  Buffer.from(position.join(" ")).toString("base64url");

export function positionOf(cursor: string | null | undefined): Position | null {
  if (cursor === null || cursor === undefined) return null;
  const parsed = Position.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (parsed.success) return parsed.data;
  throw notGivenOut();
}

export function notGivenOut(): Error {
  const issue = { path: "cursor", message: "is not one that this list gave out" };
  return inputInvalid({ summary: `${issue.path} ${issue.message}`, issues: [issue] });
}

/** `rows` holds one more than is shown, where there is one. */
export const pageOf = <R extends { id: string }, T>(
  rows: readonly R[],
  limit: number,
  view: (row: R) => T,
): { items: T[]; nextCursor: string | null } => {
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(view),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
};
