import { type Audience, contract, contractSchemas, type Role } from "@mainstay/contracts";
import {
  fuzzInputs,
  liftLimits,
  testAccount,
  testApi,
  testDatabase,
  testSession,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

/**
 * Inputs a procedure; FUZZ_INPUTS=10000 for the thorough run. A failure names the seed, which makes the
 * same inputs again.
 */
const runs = Number(process.env["FUZZ_INPUTS"] ?? 150);
const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const atOnce = 8;
const chunk = 50;

const schemas = contractSchemas(contract);
const procedures = schemas.procedures.filter(({ procedure }) => procedure.kind !== "subscription");
const merchant = { kind: "merchant", id: "0196f2a0-1111-7abc-8def-0123456789ab" } as const;

describe("any input", () => {
  it.each(procedures.map((one) => [one.path, one] as const))(
    "%s is answered or refused, never broken",
    { timeout: 30_000 + runs * 60 },
    async (path, { input, procedure }) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      await liftLimits(database);
      const broken: unknown[] = [];

      for (let done = 0; done < runs; done += chunk) {
        const people = await Promise.all(
          (["admin", "support", "merchant", "customer"] as const).map((role) => person(role)),
        );
        const known = {
          ids: [merchant.id, ...people.flatMap(({ id, sessionId }) => [id, sessionId])],
          texts: people.flatMap(({ email, password, refreshToken, accessToken }) => [
            email,
            password,
            refreshToken,
            accessToken,
          ]),
        };
        const inputs = fuzzInputs(input, schemas.inputs, known, {
          runs: Math.min(chunk, runs - done),
          seed: seed + done,
        });
        let next = 0;
        const worker = async (): Promise<void> => {
          for (let at = next++; at < inputs.length; at = next++) {
            const as = people[at % (people.length + 1)]?.accessToken;
            const told = await send(inputs[at], as);
            if (told) broken.push({ seed: seed + done, at, input: inputs[at], told });
          }
        };
        await Promise.all(Array.from({ length: atOnce }, worker));
      }
      expect(broken.slice(0, 3)).toEqual([]);

      async function person(role: Role & Audience) {
        const scope = role === "merchant" ? merchant : null;
        const account = await testAccount(api.services, { grants: [{ role, scope }] });
        return { ...account, ...(await testSession(api.services, account, role)) };
      }

      /** Null where it was answered as it should be. */
      async function send(value: unknown, as: string | undefined): Promise<unknown> {
        const response = await fetch(`${api.url}/trpc/${path}`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            ...(as ? { authorization: `Bearer ${as}` } : {}),
            ...(procedure.limit === "money" ? { "idempotency-key": crypto.randomUUID() } : {}),
          },
          body: JSON.stringify(value) ?? "",
        });
        const text = await response.text();
        // A busy machine may say "later"; what is broken is internal.
        if (response.status < 500 || response.status === 503) return null;
        return { status: response.status, text };
      }
    },
  );
});
