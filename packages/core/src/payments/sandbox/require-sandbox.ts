import { sandboxOnly } from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";

/** Keys are live in production only, and there nobody plays another's part. */
export function requireSandbox(
  ctx: Pick<Ctx<typeof sandboxOnly.reason>, "keyKind" | "fail">,
): void {
  if (ctx.keyKind === "live") ctx.fail(sandboxOnly());
}
