import { forbidden, type Permission, type Role } from "@mainstay/contracts";

/** Who a call is made as. */
export class Actor {
  /** `kind:id`, as logs and the audit name it. */
  readonly name: string;
  /** Whose idempotency keys these are: it outlives a rotated API key or a new session. */
  readonly owner: string;
  readonly roles: ReadonlySet<Role>;

  constructor(who: { name: string; owner?: string; roles: Iterable<Role> }) {
    this.name = who.name;
    this.owner = who.owner ?? who.name;
    this.roles = new Set(who.roles);
  }

  may(permission: Permission): boolean {
    return this.roles.has("admin") || permission.roles.some((role) => this.roles.has(role));
  }

  require(permission: Permission): void {
    if (!this.may(permission)) throw forbidden({ permission: permission.permission });
  }
}
