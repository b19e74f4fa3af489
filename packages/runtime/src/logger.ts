import { type Logger, mask, maskText } from "@mainstay/core";
import { type DestinationStream, pino, stdTimeFunctions } from "pino";
import type { LogLevel } from "./env-variables.ts";
import type { Env } from "./env.ts";
import { currentTraceId } from "./telemetry.ts";

export interface LoggerOptions {
  /** One a process: api, worker, cli. */
  readonly name: string;
  /** Where lines go; standard output by default. */
  readonly to?: DestinationStream;
}

/** JSON lines; in development, on a terminal, lines for people. Secrets are masked wherever they stand. */
export function createLogger(
  env: Pick<Env, "MODE" | "LOG_LEVEL" | "LOG_LEVELS" | "RELEASE">,
  options: LoggerOptions,
): Logger {
  const pretty = !options.to && env.MODE === "development" && process.stdout.isTTY;
  const settings: pino.LoggerOptions = {
    base: {
      name: options.name,
      pid: process.pid,
      ...(env.RELEASE ? { release: env.RELEASE } : {}),
    },
    level: env.LOG_LEVEL,
    timestamp: stdTimeFunctions.isoTime,
    mixin: () => {
      const traceId = currentTraceId();
      return traceId ? { traceId } : {};
    },
    formatters: { level: (level) => ({ level }) },
    // Errors are masked, plain data by the time they get here; pino would dress them up again.
    serializers: { err: (error: unknown) => error },
    ...(pretty
      ? {
          transport: {
            target: "pino-pretty",
            options: { ignore: "pid,name", singleLine: true, translateTime: "SYS:HH:MM:ss" },
          },
        }
      : {}),
  };
  return wrap(options.to ? pino(settings, options.to) : pino(settings), env.LOG_LEVELS);
}

function wrap(inner: pino.Logger, levels: ReadonlyMap<string, LogLevel>): Logger {
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (fields: object, message: string): void => {
      if (inner.isLevelEnabled(level)) inner[level](mask(fields), maskText(message));
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child(fields) {
      const { module } = fields as { module?: unknown };
      const level = typeof module === "string" ? levels.get(module) : undefined;
      return wrap(inner.child(mask(fields), level ? { level } : {}), levels);
    },
  };
}

const nothing = (): void => undefined;
/** Logs nowhere. */
export const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silent,
};
