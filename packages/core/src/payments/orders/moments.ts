import { sql } from "drizzle-orm";

/** The database's time: of several processes, it is the one that they share. */
export const now = sql`now()`;
export const inMinutes = (minutes: number) => sql`now() + ${minutes} * interval '1 minute'`;
