import type { platform } from "@mainstay/contracts";
import { suppressedAddresses } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { addressHash } from "./address-hash.ts";

export const liftSuppression: UseCase<typeof platform.notifications.liftSuppression> = async (
  ctx,
  { email },
) => {
  const hash = addressHash(ctx.sealer, "email", email);
  const { rowCount } = await ctx.db
    .delete(suppressedAddresses)
    .where(eq(suppressedAddresses.addressHash, hash));
  return { lifted: rowCount === 1 };
};
