import { assemble, createServer, implement, modules, observeCalls } from "@mainstay/api";
import { Locale, contract, query, signedIn } from "@mainstay/contracts";
import { hashPassword } from "@mainstay/core/identity/passwords/hash-password";
import { accounts, guesses } from "@mainstay/db";
import {
  allowances,
  createErrorReport,
  createMetrics,
  createServices,
  fixedAllowances,
  readEnv,
} from "@mainstay/runtime";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { tell } from "../../tell.ts";

// As `main.ts` makes it: logged, measured, limited, with every header; the load is one caller's.
const endless = { points: 10_000_000, seconds: 60 };
const much = fixedAllowances({ ...allowances, read: endless, sign_in: endless });
const name = "bench";
const env = readEnv();
const services = await createServices(env, { name, allowances: much });
const { db, log } = services;

const one = db
  .select({
    id: accounts.id,
    email: accounts.email,
    name: accounts.name,
    locale: accounts.locale,
  })
  .from(accounts)
  .where(eq(accounts.id, sql.placeholder("id")))
  .prepare("account");
const bench = {
  account: query({
    summary: "One row",
    access: signedIn,
    input: z.object({ id: z.uuid() }),
    output: z.object({
      id: z.uuid(),
      email: z.string().nullable(),
      name: z.string(),
      locale: Locale,
    }),
  }),
};
const implemented = assemble(
  { ...contract, bench },
  {
    ...modules,
    bench: implement(bench, {
      account: async (_ctx, { id }) => {
        const [row] = await one.execute({ id });
        return { id, email: "", name: "", locale: "en" as const, ...row };
      },
    }),
  },
);

const password = "correct horse 1 battery";
const passwordHash = await hashPassword(password);
const now = new Date();
const people = await db
  .insert(accounts)
  .values(
    Array.from({ length: 8 }, (_, at) => ({
      email: `bench-${at}@example.test`,
      name: "Bench",
      locale: "en" as const,
      timeZone: "UTC",
      status: "active" as const,
      audiences: ["customer"],
      passwordHash,
      createdAt: now,
    })),
  )
  .onConflictDoUpdate({ target: accounts.email, set: { passwordHash } })
  .returning();
const server = createServer({
  env,
  services,
  implemented,
  observe: observeCalls({
    log,
    metrics: createMetrics({ name, version: "0", db }),
    reports: await createErrorReport(env, { name, log }),
  }),
});
const url = await server.listen();
// A run that was cut short left some behind.
await db.delete(guesses);
/** From a device that the account knows, as most sign-ins are. */
async function signIn(email: string | null) {
  const door = { email, password, audience: "customer" };
  const answer = await fetch(`${url}/trpc/identity.auth.signIn`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(door),
  });
  const { result } = (await answer.json()) as {
    result: { data: { accessToken: string; device: string } };
  };
  const { accessToken, device } = result.data;
  return { accessToken, again: { ...door, device } };
}
const sessions = await Promise.all(people.map(({ email }) => signIn(email)));
tell(Number(new URL(url).port), {
  account: people[0]?.id ?? "",
  accessToken: sessions[0]?.accessToken ?? "",
  signIns: JSON.stringify(sessions.map(({ again }) => again)),
});
