import { type Permission, type Role, roles, roleScopes, type ScopeKind } from "./access.ts";
import { type ContractTree, type Procedure, walk } from "./define.ts";

export type GrantPlace = "everywhere" | ScopeKind;

/** Where a grant of the role carries the permission; nowhere: the role has not got it. */
export const placesOf = (permission: Permission, role: Role): readonly GrantPlace[] =>
  role === "admin" || (permission.roles as readonly Role[]).includes(role)
    ? roleScopes[role].filter(
        (place) => place === "everywhere" || permission.scopes.includes(place),
      )
    : [];

export interface PermissionRow extends Permission {
  /** Paths of what can be called with it. */
  readonly procedures: readonly string[];
  readonly places: Readonly<Record<Role, readonly GrantPlace[]>>;
}

/** The permission that it asks for, or that decides what it shows. */
export const permissionOf = ({ access, shows }: Procedure): Permission | undefined =>
  typeof access === "string" ? shows : access;

/** Who may do what where, by permission: what the docs print and the access tests prove. */
export function permissionTable(tree: ContractTree): PermissionRow[] {
  const rows = new Map<string, PermissionRow & { procedures: string[] }>();
  for (const { path, procedure } of walk(tree)) {
    const access = permissionOf(procedure);
    if (!access) continue;
    const row = rows.get(access.permission) ?? {
      ...access,
      procedures: [],
      places: Object.fromEntries(
        roles.map((role) => [role, placesOf(access, role)]),
      ) as PermissionRow["places"],
    };
    row.procedures.push(path);
    rows.set(access.permission, row);
  }
  return [...rows.values()].toSorted((a, b) => (a.permission < b.permission ? -1 : 1));
}

/** "everywhere", "everywhere, branch", "merchant", "no". */
export const placesText = (places: readonly GrantPlace[]): string => places.join(", ") || "no";

/** One line for each permission and role. */
export const permissionTableText = (tree: ContractTree): string =>
  permissionTable(tree)
    .flatMap(({ permission, places }) =>
      roles.map((role) => `${permission} ${role}: ${placesText(places[role])}`),
    )
    .join("\n");
