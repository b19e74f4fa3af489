import { randomUUID } from "node:crypto";
import { fraudEntries } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { type Called, call, type TestApi } from "./api.ts";
import { supportPerson } from "./payments.ts";

/** By somebody of support. */
const change = async (api: TestApi, procedure: string, input: object): Promise<Called> =>
  call(api.url, `payments.fraud.${procedure}`, input, {
    as: await supportPerson(api),
    key: randomUUID(),
  });

export async function addTestEntry(api: TestApi, input: object): Promise<{ readonly id: string }> {
  const { data, error } = await change(api, "add", input);
  if (error) throw new Error(`it was not listed: ${JSON.stringify(error)}`);
  return data as { id: string };
}

export const liftTestEntry = (api: TestApi, { id }: { readonly id: string }): Promise<Called> =>
  change(api, "lift", { entryId: id, why: "it was listed by mistake" });

/** Its time is over. */
export async function endTestEntry(
  { services }: TestApi,
  { id }: { readonly id: string },
): Promise<void> {
  const until = new Date(Date.now() - 1_000);
  await services.db.update(fraudEntries).set({ until }).where(eq(fraudEntries.id, id));
}
