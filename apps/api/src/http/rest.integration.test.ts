import { anyone, mutation } from "@mainstay/contracts";
import { testApi, testDatabase } from "@mainstay/testing";
import { expect, it } from "vitest";
import { z } from "zod";
import { assemble, implement } from "../trpc/implement.ts";

it("REST answers nothing with 204, also when it repeats itself", async () => {
  const contract = {
    forget: mutation({ summary: "Forget", access: anyone, output: z.void(), audit: "none" }),
  };
  const implemented = assemble(
    { test: contract },
    { test: implement(contract, { forget: async () => {} }) },
  );
  await using database = await testDatabase();
  await using api = await testApi(database, { implemented });
  const forget = () =>
    fetch(`${api.url}/api/v1/test/forget`, {
      method: "POST",
      headers: { "idempotency-key": "once" },
    });
  const answers = [await forget(), await forget()];
  expect(answers.map(({ status }) => status)).toEqual([204, 204]);
  expect(answers.map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
});
