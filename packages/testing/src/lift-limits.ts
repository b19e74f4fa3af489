import { rateLimits } from "@mainstay/contracts";
import type { TestDatabase } from "./database.ts";

/** For tests that call more often than anybody may. */
export async function liftLimits(database: TestDatabase): Promise<void> {
  const values = Object.values(rateLimits).map(
    ({ setting }) => `('${setting}', '{"points": 1000000, "seconds": 60}', now(), 'test')`,
  );
  await database.admin(
    `insert into settings (key, value, changed_at, changed_by) values ${values.join(", ")}`,
  );
}
