import { grantUnfit, roleScopes } from "@mainstay/contracts";
import type { Grant } from "../../actor.ts";

/** A merchant everywhere would be every merchant: some roles exist within a scope only. */
export function checkGrant({ role, scope }: Grant): void {
  const within = roleScopes[role];
  if (!within.includes(scope?.kind ?? "everywhere")) {
    throw grantUnfit({ role, within: [...within] });
  }
}
