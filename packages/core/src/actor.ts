import {
  type Audience,
  audienceOf,
  forbidden,
  type Permission,
  type Role,
  type Scope,
  type SessionLimit,
  type VisitorKind,
} from "@mainstay/contracts";

/** A role, everywhere or within one scope. */
export interface Grant {
  readonly role: Role;
  readonly scope: Scope | null;
}

export interface ActorSession {
  /** The public one. */
  readonly id: string;
  readonly accountId: string;
  readonly audience: Audience;
  readonly limitedTo: SessionLimit | null;
}

/** Who a call is made as. */
export class Actor {
  /** `kind:id`, as logs and the audit name it. */
  readonly name: string;
  /** Whose idempotency keys these are: it outlives a rotated API key or a new session. */
  readonly owner: string;
  /** Those that count: of a session, the grants of its audience. */
  readonly grants: readonly Grant[];
  /** Null for keys and the system. */
  readonly session: ActorSession | null;
  /** What somebody without an account holds the token of: such an actor has no permission at all. */
  readonly visitor: { readonly kind: VisitorKind; readonly id: string } | null;
  /** Who it really is, where support looks at another's account: such an actor only reads. */
  readonly realActor: string | null;
  /** Of an API key: it may do no more than these, whatever its owner may. */
  readonly only: ReadonlySet<string> | null;

  constructor(who: {
    name: string;
    owner?: string;
    /** Held everywhere. */
    roles?: Iterable<Role>;
    grants?: Iterable<Grant>;
    session?: ActorSession;
    visitor?: { kind: VisitorKind; id: string };
    realActor?: string | null;
    only?: Iterable<string>;
  }) {
    this.name = who.name;
    this.owner = who.owner ?? who.name;
    const everywhere = [...(who.roles ?? [])].map((role): Grant => ({ role, scope: null }));
    const { session } = who;
    this.grants = [...everywhere, ...(who.grants ?? [])].filter(
      ({ role }) => !session || audienceOf[role] === session.audience,
    );
    this.session = session ?? null;
    this.visitor = who.visitor ?? null;
    this.realActor = who.realActor ?? null;
    this.only = who.only ? new Set(who.only) : null;
  }

  /** Whether the role is held everywhere. */
  is(role: Role): boolean {
    return this.grants.some((grant) => grant.scope === null && grant.role === role);
  }

  /** Within a scope, or everywhere; without one, whether there is anything that it may be done to. */
  may(permission: Permission, scope?: Scope): boolean {
    const within = this.scopesOf(permission);
    if (within === "everywhere") return true;
    if (!scope) return within.length > 0;
    return within.some(({ kind, id }) => kind === scope.kind && id === scope.id);
  }

  require(permission: Permission, scope?: Scope): void {
    if (!this.may(permission, scope)) throw forbidden({ permission: permission.permission });
  }

  /** What a list may show: for the `where` of its SQL. */
  scopesOf(permission: Permission): "everywhere" | readonly Scope[] {
    if (this.only && !this.only.has(permission.permission)) return [];
    const held = this.grants.filter(
      ({ role }) => role === "admin" || permission.roles.includes(role),
    );
    if (held.some(({ scope }) => scope === null)) return "everywhere";
    return held
      .map(({ scope }) => scope)
      .filter((scope) => scope !== null)
      .filter(({ kind }) => permission.scopes.includes(kind));
  }
}

/** Somebody who signed in. */
export type AccountActor = Actor & { readonly session: ActorSession };
/** Somebody with the token of one thing. */
export type VisitorActor = Actor & { readonly visitor: NonNullable<Actor["visitor"]> };
