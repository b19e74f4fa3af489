import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { EnvironmentError, environmentWithFile, readEnv, usesEmbeddedPostgres } from "./env.ts";
import { type Variable, variableNames, variables } from "./env-variables.ts";

const key = (): string => randomBytes(32).toString("base64");
const production = {
  MODE: "production",
  DATABASE_URL: "postgres://mainstay_app:pw@db.internal:5432/mainstay",
  PUBLIC_URL: "https://api.shop.test",
  APP_URL: "https://shop.test",
  PAY_URL: "https://pay.shop.test",
  SMTP_URL: "smtps://shop:pw@smtp.shop.test:465",
  MAIL_FROM: "Shop <post@shop.test>",
  FILES_DIR: "/srv/files",
  APP_SECRET: randomBytes(48).toString("base64"),
  ENCRYPTION_KEYS: `b:${key()},a:${key()}`,
};
const development = Object.fromEntries(
  variableNames.flatMap((name) => {
    const value = (variables[name] as Variable).development?.({});
    return value === undefined ? [] : [[name, value]];
  }),
);

const problemsOf = (source: Record<string, string>): readonly string[] => {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
};

describe("readEnv", () => {
  it("has a default for everything in development", () => {
    const env = readEnv({});
    expect(env).toMatchObject({
      MODE: "development",
      API_PORT: 4_000,
      WORKER_PORT: 4_001,
      BODY_LIMIT_BYTES: 1_048_576,
    });
    expect(env.STATIC_KEYS[0]).toMatchObject({ name: "admin", roles: ["admin"] });
    expect(usesEmbeddedPostgres(env)).toBe(true);
    expect(Object.isFrozen(env)).toBe(true);
  });

  it("wants a captcha whole, and a GeoIP database that is there", () => {
    expect(problemsOf({ CAPTCHA_PROVIDER: "turnstile", GEOIP_DATABASE: "/nowhere" })).toEqual([
      expect.stringContaining("GEOIP_DATABASE names a file that is not there"),
      "CAPTCHA_SITE_KEY is not set, but CAPTCHA_PROVIDER is.",
      "CAPTCHA_SECRET is not set, but CAPTCHA_PROVIDER is.",
    ]);
    const keys = { CAPTCHA_SITE_KEY: "site", CAPTCHA_SECRET: "between us" };
    expect(problemsOf({ CAPTCHA_PROVIDER: "turnstile", ...keys })).toEqual([]);
  });

  it.each([
    ["TELEGRAM_BOT_NAME", "mainstay_bot", "TELEGRAM_BOT_TOKEN"],
    ["VAPID_PUBLIC_KEY", "B".repeat(87), "VAPID_PRIVATE_KEY"],
  ])("wants %s with its other half", (name, value, other) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toEqual([`${other} is not set, but ${name} is.`]);
  });

  it.each(["https://anna:hidden@rates.test/latest", "https://hidden@rates.test/latest"])(
    "refuses an address of rates that holds who is asking, and does not repeat it: %s",
    (address) => {
      const problems = problemsOf({ RATES_URL: address });
      expect(problems).toEqual([expect.stringMatching(/^RATES_URL must hold no user .*RATES_KEY/)]);
      expect(problems.join()).not.toContain("hidden");
      expect(problemsOf({ RATES_URL: "https://rates.test/latest?plan=free" })).toEqual([]);
    },
  );

  it("puts the development database where the embedded server listens", () => {
    const env = readEnv({ EMBEDDED_POSTGRES_PORT: "55001" });
    expect(new URL(env.DATABASE_URL).port).toBe("55001");
    expect(usesEmbeddedPostgres(env)).toBe(true);
    expect(usesEmbeddedPostgres(readEnv({ DATABASE_URL: production.DATABASE_URL }))).toBe(false);
  });

  it("reads a whole production environment, the first encryption key first", () => {
    const env = readEnv(production);
    expect(env.ENCRYPTION_KEYS.map(({ id }) => id)).toEqual(["b", "a"]);
    expect(env.ENCRYPTION_KEYS[0]?.key).toHaveLength(32);
    expect(env.STATIC_KEYS).toEqual([]);
    expect(env.CORS_ORIGINS).toEqual([]);
  });

  it("lists all problems at once, in the order of the variables", () => {
    const problems = problemsOf({
      ...production,
      DATABASE_URL: "mysql://db",
      API_PORT: "70000",
      DATABASE_POOL_MAX: "many",
      LOG_LEVEL: "loud",
      CORS_ORIGINS: "https://a.test,https://b.test/path",
      TRUST_PROXY: "true",
      APP_SECRET: "short",
    });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "DATABASE_URL",
      "DATABASE_POOL_MAX",
      "API_PORT",
      "APP_SECRET",
      "CORS_ORIGINS",
      "TRUST_PROXY",
      "LOG_LEVEL",
    ]);
    expect(problems).toContainEqual(
      "DATABASE_URL must be a URL that begins with postgres:// or postgresql://; set it to postgres://mainstay_app:<password>@<host>:5432/mainstay.",
    );
    expect(problems.find((problem) => problem.startsWith("CORS"))).toContain("part 2");
  });

  it.each([
    ["0", 0],
    ["2", 2],
    ["loopback", "loopback"],
    ["loopback, 10.0.0.0/8,192.168.7.1, fd00::/8", "loopback, 10.0.0.0/8,192.168.7.1, fd00::/8"],
  ])("trusts the proxies %s", (TRUST_PROXY, trusted) => {
    expect(readEnv({ TRUST_PROXY }).TRUST_PROXY).toBe(trusted);
  });

  it.each(["one", "true", "-1", "10.0.0.0/33", "0.0.0.0/0", "10.0.0.1,", "10.0.0", "loopback/8"])(
    "knows no proxy %s",
    (TRUST_PROXY) => {
      expect(problemsOf({ TRUST_PROXY })).toEqual([
        "TRUST_PROXY must be a number of proxies, or their addresses: IPs, CIDRs, loopback, linklocal, uniquelocal.",
      ]);
    },
  );

  it.each(["sandbox", "production"])("demands what has no safe default in %s", (MODE) => {
    expect(problemsOf({ MODE }).map((problem) => problem.split(" is not set")[0])).toEqual([
      "DATABASE_URL",
      "PUBLIC_URL",
      "APP_URL",
      "PAY_URL",
      "SMTP_URL",
      "MAIL_FROM",
      "FILES_DIR",
      "APP_SECRET",
      "ENCRYPTION_KEYS",
    ]);
  });

  it.each(Object.entries(development))("refuses development's %s in production", (name, value) => {
    expect(problemsOf({ ...production, [name]: value })).toEqual([
      expect.stringMatching(`^${name} is `),
    ]);
  });

  it("refuses development's encryption key also behind another, and its database on another port", () => {
    const ENCRYPTION_KEYS = `new:${key()},${development["ENCRYPTION_KEYS"]}`;
    expect(problemsOf({ ...production, ENCRYPTION_KEYS })).toHaveLength(1);
    const moved = {
      EMBEDDED_POSTGRES_PORT: "5555",
      DATABASE_URL: "postgres://mainstay_app@127.0.0.1:5555/mainstay",
    };
    expect(problemsOf({ ...production, ...moved })).toHaveLength(1);
  });

  it("wants a place for files outside development: a folder, or a bucket with all it takes", () => {
    const { FILES_DIR: _folder, ...nowhere } = production;
    expect(problemsOf(nowhere)).toEqual([
      "FILES_DIR is not set, nor is S3_ENDPOINT; set it to /var/lib/mainstay/files.",
    ]);
    expect(problemsOf({ ...nowhere, S3_ENDPOINT: "https://s3.test", S3_BUCKET: "files" })).toEqual([
      "S3_ACCESS_KEY_ID is not set, but S3_ENDPOINT is.",
      "S3_SECRET_ACCESS_KEY is not set, but S3_ENDPOINT is.",
    ]);
  });

  it("takes static keys in sandbox, and refuses them in production", () => {
    const STATIC_KEYS = "till:merchant+cashier:0123456789abcdef";
    expect(problemsOf({ ...production, STATIC_KEYS })).toEqual([
      "STATIC_KEYS is not for production; remove it.",
    ]);
    const env = readEnv({ ...production, MODE: "sandbox", STATIC_KEYS });
    expect(env.STATIC_KEYS).toEqual([
      { name: "till", roles: ["merchant", "cashier"], key: "0123456789abcdef" },
    ]);
  });

  it("never repeats a value", () => {
    const planted = "planted-0451";
    for (const name of variableNames) {
      for (const value of [
        planted,
        `${planted},${planted}`,
        `https://${planted}`,
        "x".repeat(200) + planted,
      ]) {
        expect(problemsOf({ ...production, [name]: value }).join()).not.toContain(planted);
      }
    }
  });

  it("takes an empty value as not set", () => {
    expect(readEnv({ REDIS_URL: "", API_PORT: " " })).toMatchObject({
      REDIS_URL: undefined,
      API_PORT: 4_000,
    });
  });

  it("says only what is wrong, not what follows from it", () => {
    expect(problemsOf({ MODE: "live", API_PORT: "x", EMBEDDED_POSTGRES_PORT: "y" })).toHaveLength(
      3,
    );
  });
});

describe("a .env file", () => {
  it("gives what the environment does not", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "mainstay-env-"));
    const file = path.join(folder, ".env");
    writeFileSync(file, "API_PORT=5001 # a comment\nWORKER_PORT=5002\n");
    vi.stubEnv("MODE", undefined);
    vi.stubEnv("API_PORT", "6001");
    vi.stubEnv("WORKER_PORT", undefined);
    try {
      expect(readEnv(environmentWithFile(file))).toMatchObject({
        API_PORT: 6_001,
        WORKER_PORT: 5_002,
      });
      expect(environmentWithFile(path.join(folder, "none"))).toBe(process.env);
    } finally {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    }
  });
});

describe(".env.example", () => {
  it("is what the schema says", () => {
    const script = path.join(import.meta.dirname, "../generate/env-example.ts");
    expect(() =>
      execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" }),
    ).not.toThrow();
  });
});
