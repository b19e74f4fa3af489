import { z } from "zod";

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
export const Role = z.enum(roles).meta({ id: "Role" });
export type Role = z.output<typeof Role>;

/** What a role can be held within. */
export const scopeKinds = ["merchant", "trader", "team", "branch"] as const;
export type ScopeKind = (typeof scopeKinds)[number];
export const Scope = z
  .object({ kind: z.enum(scopeKinds), id: z.uuid() })
  .meta({ id: "Scope", description: "One merchant, trader, team or branch." });
export type Scope = z.output<typeof Scope>;

/** Within what a role may be granted. One that is held within scopes only is never granted everywhere. */
export const roleScopes: Readonly<Record<Role, readonly (ScopeKind | "everywhere")[]>> = {
  admin: ["everywhere"],
  owner: ["everywhere", "branch"],
  support: ["everywhere"],
  lead: ["team"],
  merchant: ["merchant"],
  trader: ["trader"],
  shift_lead: ["everywhere", "branch"],
  cashier: ["everywhere", "branch"],
  operator: ["everywhere", "branch"],
  customer: ["everywhere"],
};

/** The doors that people sign in at. A session carries one of them. */
export const audiences = [
  "customer",
  "merchant",
  "trader",
  "lead",
  "support",
  "staff",
  "admin",
] as const;
export const Audience = z.enum(audiences).meta({ id: "Audience" });
export type Audience = z.output<typeof Audience>;

/** Only grants whose role belongs to a session's audience count in it. */
export const audienceOf: Readonly<Record<Role, Audience>> = {
  admin: "admin",
  owner: "staff",
  support: "support",
  lead: "lead",
  merchant: "merchant",
  trader: "trader",
  shift_lead: "staff",
  cashier: "staff",
  operator: "staff",
  customer: "customer",
};

/** `admin` holds every permission, so it is never listed. */
export interface Permission<P extends string = string> {
  readonly permission: P;
  readonly roles: readonly Exclude<Role, "admin">[];
  /**
   * Where it can be held for some things only: a grant within such a scope then opens the procedure, and
   * the use case must say which one it is about. Without it, only a role held everywhere counts.
   */
  readonly scopes: readonly ScopeKind[];
}

export const permission = <const P extends string>(
  name: P,
  granted: { roles: readonly Exclude<Role, "admin">[]; scopes?: readonly ScopeKind[] },
): Permission<P> => ({ permission: name, roles: granted.roles, scopes: granted.scopes ?? [] });

/** Anybody, signed in or not: the use case sees `actor: Actor | null`. */
export const anyone = "anyone";
/** Anybody who is known, by whatever credentials and whatever they may do. */
export const signedIn = "signed_in";
/** A person with an account and a session; not a key. */
export const withAccount = "account";

/**
 * Somebody without an account who holds the token of one thing: it opens what is about that thing, and
 * what every procedure says that `visitors` may call, too.
 */
export const visitorKinds = ["payment_session"] as const;
export type VisitorKind = (typeof visitorKinds)[number];

export type Access =
  | typeof anyone
  | typeof signedIn
  | typeof withAccount
  | VisitorKind
  | Permission;

export const visitorOf = (access: Access): VisitorKind | undefined =>
  visitorKinds.find((kind) => kind === access);

/** What a session may be held to, until that is mended. */
export const sessionLimits = ["enroll_second_factor", "change_password"] as const;
export type SessionLimit = (typeof sessionLimits)[number];
