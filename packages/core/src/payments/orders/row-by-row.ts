import { type SQL, sql } from "drizzle-orm";

/**
 * Asked of one trader after the other, in the order of their turns, until one fits. As a plain condition it may
 * become a join of all of them, sorted to find the first: the planner takes few of them to fit, and most do.
 * For the same reason what is looked up for each of them is a scalar: of `exists` it makes a hash of the whole table.
 */
export const rowByRow = (condition: SQL | undefined): SQL =>
  sql`case when ${condition} then true else false end`;
