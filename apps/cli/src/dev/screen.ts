import type { Env } from "@mainstay/runtime";
import { demoKeys } from "../seeds/keys.ts";
import { demoPassword, demoPeople } from "../seeds/people.ts";
import { columns } from "../command.ts";
import { shownUrl } from "../redis-state.ts";

export interface ScreenFacts {
  readonly env: Env;
  /** Where the Postgres from the packages keeps its data; null where another one is used. */
  readonly data: string | null;
  readonly seconds: number;
}

/** Where a process that listens on `host` is called from this machine. */
export function addressOf(host: string, port: number): string {
  const called = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${called.includes(":") ? `[${called}]` : called}:${port}`;
}

/** What somebody who has just started everything wants to know. */
export function screen({ env, data, seconds }: ScreenFacts): string {
  const api = addressOf(env.API_HOST, env.API_PORT);
  const worker = addressOf(env.WORKER_HOST, env.WORKER_PORT);
  const space = ["", "", ""];
  const rows = [
    ["API", api, "tRPC at /trpc"],
    ["REST", `${api}/api/v1`, "OpenAPI: /api/v1/openapi.json"],
    ["Reference", `${api}/docs`, "procedures, errors, jobs, settings"],
    [
      "Mail",
      `${api}/dev/mail`,
      env.SMTP_URL ? "SMTP_URL sends it on; templates are here" : "what was sent, and templates",
    ],
    ["Pay", env.PAY_URL, "the payment page; payments.sessions.create makes a link to it"],
    ["Queues", `${api}/admin/queues`, "sign in at /admin/sign-in, or any name and an admin's key"],
    ["Health", `${api}/readyz`, `worker: ${worker}/readyz`],
    ["Metrics", `${api}/metrics`, `worker: ${worker}/metrics`],
    space,
    ["Database", shownUrl(env.DATABASE_URL), data ? "Postgres from the packages" : "your own"],
    ...(data ? [["Data", data, "delete it to begin anew"]] : []),
    env.REDIS_URL
      ? ["Queues on", "Redis", shownUrl(env.REDIS_URL)]
      : ["Queues on", "Postgres", "REDIS_URL puts them on Redis"],
    space,
    ...demoPeople.map(({ email, audience, role }, at) => [
      at === 0 ? "People" : "",
      email,
      `${role}, signs in as ${audience}${at === 0 ? `; everybody's password: ${demoPassword}, without a second factor` : ""}`,
    ]),
    space,
    ...env.STATIC_KEYS.map((each, at) => [at === 0 ? "Keys" : "", each.key, each.roles.join(", ")]),
    ...demoKeys.map(({ key, scope }) => ["", key, `API key of the demo ${scope.kind}`]),
  ];
  const [first] = env.STATIC_KEYS;
  const header = first ? ` -H 'authorization: Bearer ${first.key}'` : "";
  return [
    "",
    `Mainstay runs (after ${seconds.toFixed(1)} s)`,
    "",
    ...columns(rows).map((line) => (line === "" ? "" : `  ${line}`)),
    "",
    "  A first call:",
    `  curl -s${header} ${api}/api/v1/settings`,
    "",
    "  Payments, played from all sides, in another terminal:",
    "  npx -y pnpm@12 mainstay demo payments",
    "",
    "  A saved file restarts the apps it belongs to. Ctrl-C stops everything; the data stays.",
    "",
  ].join("\n");
}
