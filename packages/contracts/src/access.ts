/** Roles the product knows. A module's contract says which of them each of its permissions belongs to. */
export const roles = [
  "admin",
  "owner",
  "support",
  "lead",
  "merchant",
  "trader",
  "shift_lead",
  "cashier",
  "operator",
  "customer",
] as const;
export type Role = (typeof roles)[number];

/** `admin` holds every permission, so it is never listed. */
export interface Permission<P extends string = string> {
  readonly permission: P;
  readonly roles: readonly Exclude<Role, "admin">[];
}

export const permission = <const P extends string>(
  name: P,
  granted: { roles: readonly Exclude<Role, "admin">[] },
): Permission<P> => ({ permission: name, roles: granted.roles });

/** Anybody, signed in or not: the use case sees `actor: Actor | null`. */
export const anyone = "anyone";
/** Anybody who is signed in, whatever they may do. */
export const signedIn = "signed_in";

export type Access = typeof anyone | typeof signedIn | Permission;
