import {
  bodyUnreadable,
  inputInvalid,
  inputUnknownFields,
  type Procedure,
} from "@mainstay/contracts";
import { version } from "@mainstay/core";
import { z } from "zod";

/** The parsed input; refuses what is not valid, and every field that no schema knows, by its path. */
export function parseInput(procedure: Procedure, raw: unknown): unknown {
  if (procedure.input instanceof z.ZodVoid) {
    if (isObject(raw)) refuseUnknown(Object.keys(raw));
    return undefined;
  }
  if (isDeeper(raw, deepest)) {
    throw bodyUnreadable({ problem: `it is nested more than ${deepest} deep` });
  }
  if (hasUnstorableText(raw)) {
    throw bodyUnreadable({ problem: "a text in it holds a NUL or half of a surrogate pair" });
  }
  const parsed = procedure.input.safeParse(raw ?? {});
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({
      path: issue.path.join("."),
      message: issue.message,
    }));
    const summary = issues
      .slice(0, 3)
      .map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message))
      .join("; ");
    throw inputInvalid({ summary, issues: issues.slice(0, 20) });
  }
  const fields = unknownFields(raw ?? {}, parsed.data, "");
  refuseUnknown(fields);
  return parsed.data;
}

function refuseUnknown(fields: readonly string[]): void {
  if (fields.length > 0) throw inputUnknownFields({ fields: fields.slice(0, 20), version });
}

/** What walks an input recursively must come to an end. */
const deepest = 64;
const isDeeper = (value: unknown, levels: number): boolean =>
  isObject(value) &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** No database column holds a NUL or half of a pair. */
const hasUnstorableText = (value: unknown): boolean =>
  typeof value === "string"
    ? value.includes("\0") || !value.isWellFormed()
    : isObject(value) &&
      Object.entries(value).some((entry) => entry.some((part) => hasUnstorableText(part)));

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object";

/** Schemas are JSON only, so what a parse dropped is exactly what the schema does not know. */
function unknownFields(raw: unknown, parsed: unknown, at: string): string[] {
  if (!isObject(raw) || !isObject(parsed)) return [];
  return Object.keys(raw).flatMap((name) => {
    const path = at === "" ? name : `${at}.${name}`;
    if (raw[name] === undefined) return [];
    return Object.hasOwn(parsed, name) ? unknownFields(raw[name], parsed[name], path) : [path];
  });
}
