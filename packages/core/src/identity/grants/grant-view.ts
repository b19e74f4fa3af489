import { Role, type Scope } from "@mainstay/contracts";
import type { grants } from "@mainstay/db";

type Row = Pick<typeof grants.$inferSelect, "id" | "role" | "scopeKind" | "scopeId">;

export const scopeOf = ({ scopeKind: kind, scopeId: id }: Omit<Row, "id" | "role">): Scope | null =>
  kind && id ? { kind, id } : null;

export const grantView = (row: Row): { id: string; role: Role; scope: Scope | null } => ({
  id: row.id,
  role: Role.parse(row.role),
  scope: scopeOf(row),
});

/** As a mail and the audit name it. */
export const placeOf = (scope: Scope | null): string | null => scope && `${scope.kind} ${scope.id}`;
