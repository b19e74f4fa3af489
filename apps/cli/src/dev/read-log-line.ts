import { styleText } from "node:util";

const levelColours = { debug: "gray", info: "green", warn: "yellow", error: "red" } as const;
type Level = keyof typeof levelColours;
const isLevel = (level: unknown): level is Level =>
  typeof level === "string" && Object.hasOwn(levelColours, level);

/** Shown elsewhere in the line, or of no use to somebody who watches. */
const dull = new Set("time level name pid msg module err release traceId spanId".split(" "));

export interface LogLine {
  readonly level: Level;
  readonly text: string;
}

/** A line of an app for somebody who watches. What is no log line is shown as it is. */
export function readLogLine(app: string, line: string, colour: boolean): LogLine | null {
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const head = paint(app === "api" ? "cyan" : "magenta", app.padEnd(6));
  const fields = parse(line);
  if (!fields) return line.trim() === "" ? null : { level: "error", text: `${head} ${line}` };
  const level = isLevel(fields["level"]) ? fields["level"] : "info";
  const told = Object.entries(fields)
    .filter(([name, value]) => !dull.has(name) && value !== null)
    // What went well is not looked up.
    .filter(([name]) => name !== "requestId" || level === "warn" || level === "error")
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const text = [
    head,
    paint("gray", typeof fields["time"] === "string" ? fields["time"].slice(11, 19) : ""),
    paint(levelColours[level], level.padEnd(5)),
    typeof fields["msg"] === "string" ? fields["msg"] : "",
    told.length > 0 ? paint("gray", told.join(" ")) : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
  const stack = stackOf(fields["err"]);
  return { level, text: stack === "" ? text : `${text}\n${paint("gray", stack)}` };
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // An app may print what merely looks like it.
    return null;
  }
}

function stackOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  const { type, message, stack } = error as Record<string, unknown>;
  const head = [type, message].filter((part) => typeof part === "string" && part !== "").join(": ");
  const frames = typeof stack === "string" ? stack : "";
  const shown = frames.startsWith(head) ? frames : `${head}\n${frames}`.trimEnd();
  return shown.replaceAll(/^/gm, "       ");
}
