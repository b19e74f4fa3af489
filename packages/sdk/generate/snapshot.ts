import type { ContractSchemas, ErrorKind, JsonSchema, ProcedureKind } from "@mainstay/contracts";

/** What clients can rely on, as data: committed, and compared with the last release's. */
export interface Snapshot {
  readonly procedures: Readonly<Record<string, ProcedureSnapshot>>;
  readonly reasons: Readonly<Record<string, { kind: ErrorKind; details: JsonSchema }>>;
  readonly inputs: Readonly<Record<string, JsonSchema>>;
  readonly outputs: Readonly<Record<string, JsonSchema>>;
}
export interface ProcedureSnapshot {
  readonly kind: ProcedureKind;
  /** `anyone`, `signed_in`, or a permission with its roles. */
  readonly access: string;
  readonly idempotency: "key" | "natural" | "none";
  readonly sensitive: boolean;
  readonly rest: string | null;
  readonly reasons: readonly string[];
  readonly input: JsonSchema | null;
  readonly output: JsonSchema | null;
}

export function snapshotOf({ procedures, reasons, inputs, outputs }: ContractSchemas): Snapshot {
  return {
    procedures: Object.fromEntries(
      procedures
        .toSorted((a, b) => (a.path < b.path ? -1 : 1))
        .map(({ path, procedure: p, input, output }) => [
          path,
          {
            kind: p.kind,
            access:
              typeof p.access === "string"
                ? p.access
                : `${p.access.permission} (${["admin", ...p.access.roles.toSorted()].join(", ")})`,
            idempotency: p.idempotency,
            sensitive: p.sensitive,
            rest: p.rest ? `${p.rest.method} ${p.rest.path}` : null,
            reasons: p.errors.map(({ reason }) => reason).toSorted(),
            input,
            output,
          },
        ]),
    ),
    reasons: Object.fromEntries(
      Object.values(reasons).map(({ reason, kind, details }) => [reason, { kind, details }]),
    ),
    inputs,
    outputs,
  };
}
