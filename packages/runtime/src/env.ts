import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import {
  fakeMark,
  type Mode,
  type Source,
  type Variable,
  type VariableName,
  variableNames,
  variables,
} from "./env-variables.ts";

type Schemas = { [N in VariableName]: (typeof variables)[N]["schema"] };

/** The environment a process runs in: read once, before anything listens, and then handed on. */
export type Env = Readonly<z.output<z.ZodObject<Schemas>>>;

/** All that is wrong, one problem a line. It never shows a value: many are secrets. */
export class EnvironmentError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      ["The environment is not valid:", ...problems.map((problem) => `  ${problem}`)].join("\n"),
    );
    this.name = "EnvironmentError";
    this.problems = problems;
  }
}

const rootFile = path.join(import.meta.dirname, "../../../.env");

/** Without a source: what is set, then the `.env` at the repository's root for what is not. */
export const readEnv = (source?: Source): Env => parseEnv(source ?? environmentWithFile(rootFile));

/** Through the process's own environment, so that processes it starts see the same. */
export function environmentWithFile(file: string): Source {
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

function parseEnv(source: Source): Env {
  // An empty value is how compose files and shells say "not set".
  const given: Source = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value?.trim()),
  );
  const mode = variables.MODE.schema.safeParse(given["MODE"]).data;
  const schema = z.object(
    Object.fromEntries(
      Object.entries(variables).map(([name, variable]) => [name, variable.schema]),
    ) as unknown as Schemas,
  );
  const parsed = schema.safeParse(
    mode === undefined || mode === "development" ? withDefaults(given) : given,
  );
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => describe(issue, given)),
    ...missingOfCaptcha(given),
    ...missingOfBucket(given),
    ...missingOfPair(given, "TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_NAME"),
    ...missingOfPair(given, "VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY"),
    ...(mode === undefined || mode === "development" ? [] : refusals(mode, given)),
  ];
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(inOrder(problems));
  return Object.freeze(parsed.data);
}

const withDefaults = (given: Source): Source => ({
  ...Object.fromEntries(
    variableNames.map((name) => [name, (variables[name] as Variable).development?.(given)]),
  ),
  ...given,
});

interface Problem {
  readonly name: VariableName;
  readonly text: string;
}

function describe(issue: z.core.$ZodIssue, given: Source): Problem {
  const name = issue.path[0] as VariableName;
  const { form }: Variable = variables[name];
  const wrong = given[name] === undefined ? "is not set" : issue.message;
  return { name, text: form ? `${wrong}; set it to ${form}` : wrong };
}

/** Files would be lost with the machine, or not be found by the other ones. */
const missingOfFiles = (given: Source): Problem[] =>
  given["S3_ENDPOINT"] === undefined && given["FILES_DIR"] === undefined
    ? [
        {
          name: "FILES_DIR",
          text: `is not set, nor is S3_ENDPOINT; set it to ${variables.FILES_DIR.form}`,
        },
      ]
    : [];

const missingOfBucket = (given: Source): Problem[] =>
  given["S3_ENDPOINT"] === undefined
    ? []
    : (["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const)
        .filter((name) => given[name] === undefined)
        .map((name) => ({ name, text: "is not set, but S3_ENDPOINT is" }));

/** A captcha without its keys would be asked for, and taken from nobody. */
const missingOfCaptcha = (given: Source): Problem[] =>
  given["CAPTCHA_PROVIDER"] === undefined
    ? []
    : (["CAPTCHA_SITE_KEY", "CAPTCHA_SECRET"] as const)
        .filter((name) => given[name] === undefined)
        .map((name) => ({ name, text: "is not set, but CAPTCHA_PROVIDER is" }));

/** Each is of no use without the other. */
const missingOfPair = (given: Source, ...pair: [VariableName, VariableName]): Problem[] => {
  const [set, ...more] = pair.filter((name) => given[name] !== undefined);
  if (set === undefined || more.length > 0) return [];
  return pair
    .filter((name) => name !== set)
    .map((name) => ({ name, text: `is not set, but ${set} is` }));
};

/** What serves development must not guard anything. */
function refusals(mode: Exclude<Mode, "development">, given: Source): Problem[] {
  const problems: Problem[] = [];
  for (const name of variableNames) {
    const value = given[name];
    const { development, form }: Variable = variables[name];
    if (value === undefined || (name === "STATIC_KEYS" && mode === "production")) continue;
    if (value === development?.(given) || value === development?.({}) || holdsFake(value)) {
      problems.push({ name, text: `is the made-up value of development; set it to ${form}` });
    }
  }
  problems.push(...missingOfFiles(given));
  if (given["SMTP_URL"] === undefined) {
    problems.push({ name: "SMTP_URL", text: `is not set; set it to ${variables.SMTP_URL.form}` });
  }
  if (mode === "production") {
    if (given["STATIC_KEYS"])
      problems.push({ name: "STATIC_KEYS", text: "is not for production; remove it" });
    for (const url of ["PUBLIC_URL", "APP_URL", "PAY_URL"] as const) {
      const plain = given[url]?.startsWith("http:");
      if (plain && !problems.some(({ name }) => name === url)) {
        problems.push({ name: url, text: "must begin with https:// in production" });
      }
    }
  }
  return problems;
}

/** Also inside base64, one key among several. */
const holdsFake = (value: string): boolean =>
  value
    .split(/[,:]/)
    .some((part) => part.includes(fakeMark) || Buffer.from(part, "base64").includes(fakeMark));

const inOrder = (problems: readonly Problem[]): string[] => {
  const lines = variableNames.flatMap((name) =>
    problems.filter((problem) => problem.name === name).map(({ text }) => `${name} ${text}.`),
  );
  return [...new Set(lines)];
};

/** Is the database the one that comes with the packages, to be started by `dev`? */
export const usesEmbeddedPostgres = (env: Env): boolean => {
  const { hostname, port } = new URL(env.DATABASE_URL);
  return (
    env.MODE === "development" &&
    hostname === "127.0.0.1" &&
    port === String(env.EMBEDDED_POSTGRES_PORT)
  );
};
