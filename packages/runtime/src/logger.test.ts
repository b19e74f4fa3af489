import { reason } from "@mainstay/contracts";
import { z } from "zod";
import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";
import { createLogger } from "./logger.ts";

function logTo(source: Record<string, string> = {}) {
  const lines: string[] = [];
  const log = createLogger(readEnv({ LOG_LEVEL: "debug", ...source }), {
    name: "test",
    to: { write: (line) => void lines.push(line) },
  });
  const parsed = (): Record<string, unknown>[] =>
    lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, parsed };
}

const planted = "planted-0451";

describe("the log", () => {
  it("writes JSON lines with level, time, process and fields", () => {
    const { log, parsed } = logTo({ RELEASE: "1.2.3" });
    log.child({ requestId: "r-1" }).warn({ n: 5n, at: new Date(0) }, "something");
    expect(parsed()).toEqual([
      {
        level: "warn",
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        name: "test",
        pid: process.pid,
        release: "1.2.3",
        requestId: "r-1",
        n: "5",
        at: "1970-01-01T00:00:00.000Z",
        msg: "something",
      },
    ]);
  });

  it("logs a module at its own level, and its children too", () => {
    const { log, parsed } = logTo({ LOG_LEVEL: "warn", LOG_LEVELS: "relay=debug,http=silent" });
    log.debug({}, "hidden");
    log.child({ module: "relay" }).child({ batch: 1 }).debug({}, "shown");
    log.child({ module: "http" }).error({}, "hidden");
    log.child({ module: "other" }).info({}, "hidden");
    expect(parsed().map(({ msg }) => msg)).toEqual(["shown"]);
  });

  it.each([
    [
      "a header",
      { headers: { authorization: `Bearer ${planted}`, Cookie: planted, "set-cookie": planted } },
    ],
    [
      "a nested field",
      { a: [{ b: { password: planted, newPassword: planted, apiKey: planted } }] },
    ],
    [
      "names of one word",
      { key: planted, code: planted, ticket: planted, token: planted, secret: planted },
    ],
    [
      "names of several words",
      {
        refresh_token: planted,
        clientSecret: planted,
        "x-api-key": planted,
        ENCRYPTION_KEYS: planted,
      },
    ],
    [
      "a map and a set under a name",
      { tokens: new Map([["a", planted]]), secrets: new Set([planted]) },
    ],
    ["a map's entries", { held: new Map([["password", planted]]) }],
    [
      "a database URL",
      {
        url: `postgres://app:${planted}@db:5432/mainstay`,
        target: new URL(`redis://:${planted}@db`),
      },
    ],
    [
      "a query string",
      { path: `/live?ticket=${planted}&lastEventId=5`, referer: `/x?access_token=${planted}` },
    ],
    ["a header inside text", { line: `authorization: Bearer ${planted}` }],
    [
      "JSON inside text",
      { body: `{"user":"a","password": "${planted}","refreshToken":"${planted}"}` },
    ],
    ["bytes", { raw: Buffer.from(planted) }],
  ])("masks %s", (_what, fields) => {
    const { log, lines } = logTo();
    log.info(fields, "here");
    log.child(fields).info({}, "here");
    log.info({ deep: { deeper: fields } }, "here");
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain(planted);
  });

  it("masks the message", () => {
    const { log, lines } = logTo();
    log.info({}, `connecting to postgres://app:${planted}@db/mainstay, token=${planted}`);
    expect(lines.join()).not.toContain(planted);
  });

  it("keeps what only looks like a secret", () => {
    const { log, parsed } = logTo();
    log.info(
      {
        keys: 3,
        procedure: "platform.settings.get",
        path: "/api/trpc/platform.settings.get?batch=1",
      },
      "5 keys",
    );
    expect(parsed()[0]).toMatchObject({
      keys: 3,
      path: "/api/trpc/platform.settings.get?batch=1",
      msg: "5 keys",
    });
  });

  it("writes an error with its cause and frames, without the statement's parameters", () => {
    const { log, lines, parsed } = logTo();
    const cause = Object.assign(new Error('invalid input syntax for type uuid: "planted-0451"'), {
      code: "22P02",
      detail: `Key (email)=(${planted}) already exists.`,
      where: `unnamed portal parameter $1 = '${planted}'`,
    });
    const error = new Error(
      `Failed query: select $1\nparams: ${planted},\n    at x (${planted}:1:1)`,
      { cause },
    );
    log.error({ err: error }, "query failed");
    log.child({ module: "db" }).error(error, "query failed");
    expect(lines.join()).not.toContain(planted);
    expect(parsed()[0]).toMatchObject({
      err: {
        type: "Error",
        message: "Failed query: select $1",
        stack: expect.stringContaining("logger.test.ts"),
        cause: { code: "22P02", message: 'invalid input syntax for type uuid: "[masked]"' },
      },
    });
  });

  it("writes a refusal's reason and details, masked", () => {
    const { log, lines, parsed } = logTo();
    const refused = reason("test.refused", {
      kind: "invalid",
      message: "no",
      details: z.object({ field: z.string(), token: z.string() }),
    });
    log.info({ err: refused({ field: "name", token: planted }) }, "refused");
    expect(lines.join()).not.toContain(planted);
    expect(parsed()[0]).toMatchObject({
      err: { reason: "test.refused", kind: "invalid", details: { field: "name" } },
    });
  });

  it("survives circles, depth and errors in lists", () => {
    const { log, parsed } = logTo();
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), {});
    log.error(
      { circle, deep, many: [new AggregateError([new Error("one"), "two"], "both")] },
      "odd",
    );
    expect(parsed()[0]).toMatchObject({
      circle: { self: "[circular]" },
      many: [{ message: "both", errors: [{ message: "one" }, "two"] }],
    });
  });
});
