import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { captchaProviders, type Role, roles } from "@mainstay/contracts";
import { z } from "zod";

/**
 * Every variable a process reads. `development` stands in where MODE is development and nothing is set;
 * outside it the same value is refused, however it got there.
 */
export interface Variable<S extends z.ZodType = z.ZodType> {
  readonly about: string;
  readonly schema: S;
  readonly development?: (source: Source) => string;
  /** What to write, for an error and for the example; never a value that works. */
  readonly form?: string;
  readonly secret?: boolean;
}
export type Source = Readonly<Record<string, string | undefined>>;

const variable = <S extends z.ZodType>(declared: Variable<S>): Variable<S> => declared;

export const modes = ["development", "sandbox", "production"] as const;
export type Mode = (typeof modes)[number];
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** No real secret holds this, so a fake one is known by it. */
export const fakeMark = "development-only";
const defaultEmbeddedPort = 54_390;
const defaultApiPort = 4_000;
const defaultPayPort = 4_002;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });

const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, { error: `must be a whole number from ${min} to ${max}`, abort: true })
    .transform(Number)
    .refine((n) => n >= min && n <= max, { error: `must be a whole number from ${min} to ${max}` });
const port = () => count(0, 65_535);

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });
/** `fetch` asks no such address. */
const holdsCredentials = (text: string): boolean => {
  const { username, password } = URL.parse(text) ?? {};
  return Boolean(username) || Boolean(password);
};
const postgresUrl = () => url("postgres:", "postgresql:");

/** Comma-separated; each part becomes a value, or the message says what a part must look like. */
const list = <T>(form: string, parse: (part: string) => T | null) =>
  z.string().transform((text, ctx): readonly T[] => {
    const parts = text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
    const values = parts.map(parse);
    const wrong = values.findIndex((value) => value === null);
    if (wrong !== -1)
      ctx.addIssue({ code: "custom", message: `part ${wrong + 1} is not of the form ${form}` });
    return values.filter((value) => value !== null);
  });

const isLevel = (text: string | undefined): text is LogLevel =>
  logLevels.some((level) => level === text);
const isRole = (text: string): text is Role => roles.some((role) => role === text);
/** A default made from another variable must not add to what is wrong with that one. */
const portOf = (source: Source, name: string, otherwise: number): number => {
  const parsed = port().safeParse(source[name]);
  return parsed.success ? parsed.data : otherwise;
};
const embeddedUrl = (role: string) => (source: Source) =>
  `postgres://${role}@127.0.0.1:${portOf(source, "EMBEDDED_POSTGRES_PORT", defaultEmbeddedPort)}/mainstay`;

export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}
const encryptionKeysForm = "id:base64 of 32 bytes";
const parseEncryptionKey = (part: string): EncryptionKey | null => {
  const [, id, encoded] = /^([\w-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(part) ?? [];
  return id && encoded ? { id, key: Buffer.from(encoded, "base64") } : null;
};

export interface StaticKey {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly key: string;
}
const staticKeysForm = "name:role+role:key";
const parseStaticKey = (part: string): StaticKey | null => {
  const [, name, given, key] = /^([\w-]+):([a-z_+]+):([\w-]{16,})$/.exec(part) ?? [];
  const its = given?.split("+") ?? [];
  return name && key && its.every(isRole) ? { name, roles: its, key } : null;
};

/** Nothing that could begin another header or another address. */
const senderForm =
  /^(?:[^<>"@,;:\p{Cc}]+ <[^\s<>@,;:"]+@[^\s<>@,;:"]+>|[^\s<>@,;:"]+@[^\s<>@,;:"]+)$/u;

const parseOrigin = (part: string): string | null =>
  URL.canParse(part) && new URL(part).origin === part ? part : null;

const proxyRanges = ["loopback", "linklocal", "uniquelocal"];
const isProxy = (part: string): boolean => {
  const [address = "", bits, ...more] = part.split("/");
  const family = isIP(address);
  if (family === 0) return proxyRanges.includes(part);
  if (bits === undefined) return true;
  const widest = family === 4 ? 32 : 128;
  // A range of all addresses would let anybody claim any of them.
  return more.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= widest;
};

const parseLevel = (part: string): readonly [string, LogLevel] | null => {
  const [module, level] = part.split("=");
  return module && isLevel(level) ? [module, level] : null;
};

export const variables = {
  MODE: variable({
    about:
      "What this installation is for. Sandbox allows simulated payers; outside development no made-up value is accepted.",
    schema: oneOf(modes).default("development"),
  }),
  DATABASE_URL: variable({
    about:
      "Postgres, as the application's role (mainstay_app), which cannot change append-only tables.",
    schema: postgresUrl(),
    development: embeddedUrl("mainstay_app"),
    form: "postgres://mainstay_app:<password>@<host>:5432/mainstay",
    secret: true,
  }),
  DATABASE_OWNER_URL: variable({
    about:
      "Postgres, as the owner of the tables: for migrations only, so api and worker need not have it.",
    schema: postgresUrl().optional(),
    development: embeddedUrl("mainstay_owner"),
    form: "postgres://mainstay_owner:<password>@<host>:5432/mainstay",
    secret: true,
  }),
  DATABASE_POOL_MAX: variable({
    about:
      "Connections a process holds at most; all processes together must fit the server's max_connections.",
    schema: count(2, 1_000).default(20),
  }),
  EMBEDDED_POSTGRES_PORT: variable({
    about: "Where the Postgres that comes with the packages listens, in development.",
    schema: port().default(defaultEmbeddedPort),
  }),
  REDIS_URL: variable({
    about:
      "With it queues, wakes and rate limits live in Redis (maxmemory-policy noeviction); without it, in Postgres.",
    schema: url("redis:", "rediss:").optional(),
    form: "redis://:<password>@<host>:6379/0",
    secret: true,
  }),
  REDIS_PREFIX: variable({
    about: "Begins every Redis key, so that installations can share a server.",
    schema: z
      .string()
      .regex(/^[\w-]{1,64}$/, { error: "must be 1 to 64 letters, digits, _ or -" })
      .default("mainstay"),
  }),
  API_HOST: variable({
    about: "The address the API listens on.",
    schema: z.string().default("127.0.0.1"),
  }),
  API_PORT: variable({
    about: "The port the API listens on.",
    schema: port().default(defaultApiPort),
  }),
  WORKER_HOST: variable({
    about: "The address the worker answers health and metrics on.",
    schema: z.string().default("127.0.0.1"),
  }),
  WORKER_PORT: variable({
    about: "The port the worker answers health and metrics on.",
    schema: port().default(4_001),
  }),
  WORKER_CONCURRENCY: variable({
    about: "How many jobs of each queue a worker runs at a time.",
    schema: count(1, 1_000).default(10),
  }),
  PUBLIC_URL: variable({
    about: "Where callers reach the API, as links and documents name it.",
    schema: url("http:", "https:"),
    development: (source) => `http://127.0.0.1:${portOf(source, "API_PORT", defaultApiPort)}`,
    form: "https://api.<your domain>",
  }),
  APP_URL: variable({
    about: "The frontend: where links in mails lead.",
    schema: url("http:", "https:"),
    development: () => "http://localhost:3000",
    form: "https://<your back office>",
  }),
  PAY_URL: variable({
    about: "Where the payment page is: links of payment sessions lead there.",
    schema: url("http:", "https:"),
    development: (source) => `http://localhost:${portOf(source, "PAY_PORT", defaultPayPort)}`,
    form: "https://pay.<your domain>",
  }),
  PAY_HOST: variable({
    about: "The address the payment page is served at.",
    schema: z.string().default("127.0.0.1"),
  }),
  PAY_PORT: variable({
    about: "The port the payment page is served at.",
    schema: port().default(defaultPayPort),
  }),
  SMTP_URL: variable({
    about:
      "Where mail is handed over. Required outside development; without it there mail lands in an inbox at /dev/mail.",
    schema: url("smtp:", "smtps:").optional(),
    form: "smtps://<user>:<password>@<host>:465",
    secret: true,
  }),
  MAIL_FROM: variable({
    about: "Whom mails come from: an address, with or without a name before it.",
    schema: z.string().refine((text) => senderForm.test(text), {
      error: "must be an address, or a name and an address in angle brackets",
    }),
    development: () => "Mainstay <mainstay@localhost>",
    form: "<name> <<address>>",
  }),
  TELEGRAM_BOT_TOKEN: variable({
    about: "The token of the bot that brings notifications. Without it nobody is told by Telegram.",
    schema: z
      .string()
      .regex(/^\d{3,20}:[\w-]{20,100}$/, { error: "is not a token of a bot" })
      .optional(),
    form: "<the token that BotFather shows>",
    secret: true,
  }),
  TELEGRAM_BOT_NAME: variable({
    about: "The bot's user name, without the @.",
    schema: z
      .string()
      .regex(/^\w{5,32}$/, { error: "must be 5 to 32 letters, digits or _" })
      .optional(),
    form: "<name>_bot",
  }),
  TELEGRAM_URL: variable({
    about: "Where the Bot API is asked, if not at its usual address.",
    schema: url("http:", "https:").default("https://api.telegram.org"),
  }),
  VAPID_PUBLIC_KEY: variable({
    about:
      "What browsers subscribe to web push with; a new one ends all subscriptions. Both are made by: pnpm mainstay push keys",
    schema: z
      .string()
      .regex(/^[\w-]{87}$/, { error: "must be 65 bytes in base64url" })
      .optional(),
    form: "<from pnpm mainstay push keys>",
  }),
  VAPID_PRIVATE_KEY: variable({
    about: "What web push is signed with.",
    schema: z
      .string()
      .regex(/^[\w-]{43}$/, { error: "must be 32 bytes in base64url" })
      .optional(),
    form: "<from pnpm mainstay push keys>",
    secret: true,
  }),
  FILES_DIR: variable({
    about:
      "The folder where files lie that were uploaded; all processes of all machines must see the same one. Required outside development, unless S3_ENDPOINT is set.",
    schema: z.string().min(1).optional(),
    form: "/var/lib/mainstay/files",
  }),
  FILES_PUBLIC_URL: variable({
    about:
      "Where everybody may load public files of the bucket, such as a CDN; without it, by signed addresses.",
    schema: url("http:", "https:").optional(),
    form: "https://files.<your domain>",
  }),
  S3_ENDPOINT: variable({
    about: "A store that speaks S3, for uploaded files; without it they lie in FILES_DIR.",
    schema: url("http:", "https:").optional(),
    form: "https://s3.<region>.amazonaws.com",
  }),
  S3_REGION: variable({
    about: "The store's region; many have only this one.",
    schema: z.string().min(1).default("us-east-1"),
  }),
  S3_BUCKET: variable({
    about: "The bucket for uploaded files. Its CORS rules must let your pages PUT.",
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: "must be a bucket's name" })
      .optional(),
    form: "<the bucket's name>",
  }),
  S3_ACCESS_KEY_ID: variable({
    about: "The name of the key that may read, write and delete in the bucket.",
    schema: z.string().min(1).optional(),
    form: "<from the store>",
  }),
  S3_SECRET_ACCESS_KEY: variable({
    about: "The secret of that key.",
    schema: z.string().min(1).optional(),
    form: "<from the store>",
    secret: true,
  }),
  S3_ADDRESSING: variable({
    about:
      "Where the bucket stands: in the path, as most stores have it, or in the host's name, as Amazon's does.",
    schema: oneOf(["path", "host"]).default("path"),
  }),
  APP_SECRET: variable({
    about:
      "Keys the fingerprints (HMAC) of what is compared but not kept. At least 32 characters; made by: openssl rand -base64 48",
    schema: z.string().min(32, { error: "must have at least 32 characters" }),
    development: () => `${fakeMark}-secret-that-protects-nothing`,
    form: "<at least 32 random characters>",
    secret: true,
  }),
  ENCRYPTION_KEYS: variable({
    about:
      "Keys that stored secrets are sealed with: the first seals, all of them open. A key is made by: openssl rand -base64 32",
    schema: list(encryptionKeysForm, parseEncryptionKey)
      .refine((keys) => keys.length > 0, { error: "must hold at least one key" })
      .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, {
        error: "uses an id twice",
      }),
    development: () => `dev:${Buffer.from(`${fakeMark}-protects-nobody`).toString("base64")}`,
    form: "<id>:<base64 of 32 bytes>[,<older id>:<older key>]",
    secret: true,
  }),
  STATIC_KEYS: variable({
    about:
      "Who may call until accounts exist, each with an API key of at least 16 characters. Refused in production.",
    schema: list(staticKeysForm, parseStaticKey).default([]),
    development: () => `admin:admin:${fakeMark}-admin-key,support:support:${fakeMark}-support-key`,
    form: "<name>:<role>+<role>:<key>[,…]",
    secret: true,
  }),
  CORS_ORIGINS: variable({
    about: "Origins whose pages may call the API from a browser, comma-separated.",
    schema: list("https://app.example.com, without a path", parseOrigin).default([]),
    development: () => "http://localhost:3000,http://localhost:5173",
    form: "https://<your back office>",
  }),
  TRUST_PROXY: variable({
    about:
      "How many proxies stand before the API, or their addresses, comma-separated: only they may say who is calling. 0 for none.",
    schema: z
      .string()
      .refine((text) => /^\d{1,3}$/.test(text) || text.split(",").every((p) => isProxy(p.trim())), {
        error: `must be a number of proxies, or their addresses: IPs, CIDRs, ${proxyRanges.join(", ")}`,
      })
      .transform((text): number | string => (/^\d+$/.test(text) ? Number(text) : text))
      .default(0),
  }),
  BODY_LIMIT_BYTES: variable({
    about: "A request with a larger body is refused.",
    schema: count(1_024, 100 * 1024 * 1024).default(1024 * 1024),
  }),
  REQUEST_TIMEOUT_MS: variable({
    about:
      "A request that takes longer is ended; an upload to the API, when nothing comes for so long.",
    schema: count(100, 600_000).default(30_000),
  }),
  SHUTDOWN_TIMEOUT_MS: variable({
    about:
      "How long a process may take to finish its work after SIGTERM; give it less than the orchestrator's grace period.",
    schema: count(100, 600_000).default(20_000),
  }),
  LOG_LEVEL: variable({
    about: `From which level on is logged: ${logLevels.join(", ")}.`,
    schema: oneOf(logLevels).default("info"),
  }),
  LOG_LEVELS: variable({
    about: "Levels of single modules.",
    schema: list("module=level", parseLevel)
      .transform((levels): ReadonlyMap<string, LogLevel> => new Map(levels))
      .default(new Map()),
    form: "relay=debug,http=warn",
  }),
  GEOIP_DATABASE: variable({
    about:
      "A file of MaxMind's format (.mmdb) that says where addresses are. Without it countries and cities are unknown.",
    schema: z
      .string()
      .refine((file) => existsSync(file), { error: "names a file that is not there" })
      .optional(),
    form: "/var/lib/geoip/city.mmdb",
  }),
  CAPTCHA_PROVIDER: variable({
    about: `Who tells people from programs after failed sign-ins: ${captchaProviders.join(", ")}. Without it nobody is asked.`,
    schema: oneOf(captchaProviders).optional(),
  }),
  CAPTCHA_SITE_KEY: variable({
    about: "The captcha's public key, for pages.",
    schema: z.string().max(200, { error: "must have at most 200 characters" }).optional(),
  }),
  CAPTCHA_SECRET: variable({
    about: "The captcha's secret key, for asking its provider.",
    schema: z.string().max(200, { error: "must have at most 200 characters" }).optional(),
    form: "<the secret that the provider shows beside the site key>",
    secret: true,
  }),
  CAPTCHA_URL: variable({
    about: "Where the captcha's provider is asked, if not at its usual address.",
    schema: url("http:", "https:").optional(),
  }),
  RATES_URL: variable({
    about:
      "Who tells what currencies are worth, asked each minute (docs/rates.md). Without it administrators type rates in.",
    schema: url("http:", "https:")
      .refine((text) => !holdsCredentials(text), {
        error: "must hold no user and no password: what the provider knows you by is RATES_KEY",
      })
      .optional(),
    form: "https://<provider>/latest",
  }),
  RATES_KEY: variable({
    about: "What the provider of rates is sent as a bearer token.",
    schema: z.string().max(500, { error: "must have at most 500 characters" }).optional(),
    form: "<the key that the provider gave>",
    secret: true,
  }),
  METRICS_TOKEN: variable({
    about:
      "What a scraper of /metrics sends as its bearer token. Without it /metrics is open in development and closed elsewhere.",
    schema: z.string().min(16, { error: "must have at least 16 characters" }).optional(),
    form: "<at least 16 random characters>",
    secret: true,
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable({
    about: "Where traces are sent, by OTLP over HTTP. None are made without it.",
    schema: url("http:", "https:").optional(),
    form: "http://<collector>:4318",
  }),
  SENTRY_DSN: variable({
    about: "Where unexpected errors are reported.",
    schema: url("http:", "https:").optional(),
    form: "https://<key>@<host>/<project>",
    secret: true,
  }),
  RELEASE: variable({
    about: "What is deployed, as traces, reports and metrics name it: a version or a commit.",
    schema: z.string().max(100, { error: "must have at most 100 characters" }).optional(),
  }),
} as const;

export type VariableName = keyof typeof variables;
export const variableNames = Object.keys(variables) as VariableName[];
