import {
  contract,
  manageApiKeys,
  type Permission,
  permissionOf,
  type ScopeKind,
  walk,
} from "@mainstay/contracts";
import { roleOfOwner } from "./load-key-actor.ts";

/** Every permission that a procedure of the contract asks for or shows by, by name. */
export const permissionsOfContract: readonly Permission[] = [
  ...new Map(
    [...walk(contract)].flatMap(({ procedure }) => {
      const permission = permissionOf(procedure);
      return permission ? [[permission.permission, permission] as const] : [];
    }),
  ).values(),
].toSorted((a, b) => (a.permission < b.permission ? -1 : 1));

/**
 * Those of its owner's role within such a scope. Managing keys is for people: a key that leaked is not to
 * make itself successors.
 */
export const keyPermissions = (kind: ScopeKind): ReadonlySet<string> =>
  new Set(
    permissionsOfContract
      .filter(({ roles, scopes }) => roles.includes(roleOfOwner[kind]) && scopes.includes(kind))
      .map(({ permission }) => permission)
      .filter((permission) => permission !== manageApiKeys.permission),
  );
