import type { Operator } from "../operator.ts";

/** Whether a statement finds any row. */
export async function isThere(
  { ctx }: Operator,
  statement: string,
  values: readonly unknown[],
): Promise<boolean> {
  const { rowCount } = await ctx.db.$client.query(statement, [...values]);
  return (rowCount ?? 0) > 0;
}
