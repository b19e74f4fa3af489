import {
  audienceOf,
  audiences,
  DomainError,
  type Permission,
  permission,
  type Role,
  roles,
  roleScopes,
  scopeKinds,
} from "@mainstay/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Actor, type Grant } from "./actor.ts";

/** Few of them, so that grants and questions meet. */
const ids = ["0198a1b2-0000-7000-8000-000000000001", "0198a1b2-0000-7000-8000-000000000002"];
const scopes = fc.record({ kind: fc.constantFrom(...scopeKinds), id: fc.constantFrom(...ids) });
const grants: fc.Arbitrary<Grant> = fc.constantFrom(...roles).chain((role) =>
  fc.constantFrom(...roleScopes[role]).chain((place) =>
    fc.constantFrom(...ids).map((id) => ({
      role,
      scope: place === "everywhere" ? null : { kind: place, id },
    })),
  ),
);
const listable = roles.filter((role) => role !== "admin");
const permissions: fc.Arbitrary<Permission> = fc
  .record({ roles: fc.subarray(listable), scopes: fc.subarray([...scopeKinds]) })
  .map((granted) => permission("shop.orders.read", granted));
const doors = fc.option(fc.constantFrom(...audiences), { nil: null });
const onlys = fc.option(fc.subarray(["shop.orders.read", "shop.orders.confirm"]), { nil: null });

const actorOf = (
  held: readonly Grant[],
  door: (typeof audiences)[number] | null,
  only: readonly string[] | null,
): Actor =>
  new Actor({
    name: "account:1",
    grants: held,
    ...(door && { session: { id: "1", accountId: "1", audience: door, limitedTo: null } }),
    ...(only && { only }),
  });

const carries = (grant: Grant, asked: Permission, door: string | null): boolean =>
  (grant.role === "admin" || (asked.roles as readonly Role[]).includes(grant.role)) &&
  (door === null || audienceOf[grant.role] === door);

const refusal = (attempt: () => void): string | null => {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
};

describe("an actor", () => {
  it("may within a scope what one of its grants carries there or everywhere, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.array(grants, { maxLength: 4 }),
        permissions,
        doors,
        onlys,
        scopes,
        (held, asked, door, only, scope) => {
          const actor = actorOf(held, door, only);
          const wanted =
            (only === null || only.includes(asked.permission)) &&
            held.some(
              (grant) =>
                carries(grant, asked, door) &&
                (grant.scope === null ||
                  (asked.scopes.includes(scope.kind) &&
                    grant.scope.kind === scope.kind &&
                    grant.scope.id === scope.id)),
            );
          expect(actor.may(asked, scope)).toBe(wanted);
          expect(refusal(() => actor.require(asked, scope))).toBe(
            wanted ? null : "request.forbidden",
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("is let in where there is something that it may, and shown exactly that", () => {
    fc.assert(
      fc.property(
        fc.array(grants, { maxLength: 4 }),
        permissions,
        doors,
        onlys,
        (held, asked, door, only) => {
          const actor = actorOf(held, door, only);
          const shown = actor.scopesOf(asked);
          expect(actor.may(asked)).toBe(shown === "everywhere" || shown.length > 0);
          for (const kind of scopeKinds) {
            for (const id of ids) {
              const within =
                shown === "everywhere" || shown.some((one) => one.kind === kind && one.id === id);
              expect(actor.may(asked, { kind, id })).toBe(within);
            }
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("has a role only where it is held everywhere, and at its own door", () => {
    fc.assert(
      fc.property(
        fc.array(grants, { maxLength: 4 }),
        fc.constantFrom(...roles),
        doors,
        (held, role, door) => {
          const wanted = held.some(
            (grant) =>
              grant.role === role &&
              grant.scope === null &&
              (door === null || audienceOf[role] === door),
          );
          expect(actorOf(held, door, null).is(role)).toBe(wanted);
        },
      ),
    );
  });

  it("never gains by being held to some permissions", () => {
    fc.assert(
      fc.property(
        fc.array(grants, { maxLength: 4 }),
        permissions,
        fc.subarray(["shop.orders.read", "shop.orders.confirm"]),
        scopes,
        (held, asked, only, scope) => {
          const narrowed = actorOf(held, null, only).may(asked, scope);
          const free = actorOf(held, null, null).may(asked, scope);
          expect(narrowed).toBe(free && only.includes(asked.permission));
        },
      ),
    );
  });
});
