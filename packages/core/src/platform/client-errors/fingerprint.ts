import { createHash } from "node:crypto";

/** Frames that count: those below are the same for many faults. */
const frames = 3;
/** What is longer was made to keep a process busy. */
const mostLines = 50;
const longestLine = 500;

/** The same for the same fault in another release, at another line and about another id. */
export function fingerprintOf(error: {
  app: string;
  message: string;
  stack?: string | undefined;
}): Buffer {
  const places = (error.stack ?? "")
    .split("\n", mostLines)
    .map((line) => placeOf(line.slice(0, longestLine)))
    .filter((place) => place !== "")
    .slice(0, frames);
  const parts = [error.app, wordsOf(error.message.slice(0, 1_000)), ...places];
  return createHash("sha256").update(JSON.stringify(parts)).digest();
}

const wordsOf = (message: string): string =>
  message
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "#")
    .replace(/\b(?=[a-z]*\d)[0-9a-z]{8,}\b/gi, "#")
    .replace(/\d+/g, "#");

/** `at buy (https://shop.example/a.js:1:2)` as Chrome has frames, `buy@https://shop.example/a.js:1:2` as others. */
const frame = /^(?:at (?:(.*) \()?|([^@]*)@)(\S+?)(?::\d+){1,2}\)?$/;

/**
 * `at buy (https://shop.example/assets/app-3f9c2a1b.js:12:7)` → `buy app.js`; empty where it is no frame, as
 * the message is not, with which Chrome's stacks begin and which may end in an address.
 */
function placeOf(line: string): string {
  const [, called, calledBefore, file = ""] = frame.exec(line.trim()) ?? [];
  const name = file.includes("/") ? (file.split(/[?#]/)[0]?.split("/").at(-1) ?? "") : "";
  if (name === "") return "";
  const at = (called ?? calledBefore ?? "").trim();
  return wordsOf(`${at} ${name.replace(/[.-](?=[\w-]*\d)[\w-]{6,}(?=\.)/, "")}`.trim());
}
