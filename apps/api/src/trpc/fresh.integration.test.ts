import { mutation, withAccount } from "@mainstay/contracts";
import { sessions, settings } from "@mainstay/db";
import { call, testAccount, testApi, testDatabase, testSession } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

it("a session that ends while a call prepares itself changes nothing any more", async () => {
  await using database = await testDatabase();
  const contract = {
    change: mutation({
      summary: "Change something, slowly",
      access: withAccount,
      fresh: true,
      idempotency: "none",
      output: z.object({ done: z.boolean() }),
    }),
  };
  const implemented = assemble(
    { test: contract },
    {
      test: implement(contract, {
        change: {
          prepare: async (ctx) => {
            // As a new password does, set by somebody else in this moment.
            await ctx.db.delete(sessions).where(eq(sessions.userId, ctx.actor.session.accountId));
          },
          run: async (ctx) => {
            const at = { changedAt: ctx.clock.now(), changedBy: "test" };
            await ctx.db.insert(settings).values({ key: "changed", value: true, ...at });
            return { done: true };
          },
        },
      }),
    },
  );
  await using api = await testApi(database, { implemented });
  const account = await testAccount(api.services, { audiences: ["customer"] });
  const { accessToken: as } = await testSession(api.services, account, "customer");
  const { error } = await call(api.url, "test.change", undefined, { as });
  expect(error?.reason).toBe("request.unauthenticated");
  expect(await database.db.$count(settings)).toBe(0);
});
