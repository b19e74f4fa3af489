import {
  accountNeeded,
  bodyTooLarge,
  bodyUnreadable,
  type ContractSchemas,
  DomainError,
  forbidden,
  inputInvalid,
  inputUnknownFields,
  keyInProgress,
  keyInvalid,
  keyRequired,
  keyReused,
  methodWrong,
  type Procedure,
  rateLimited,
  type ReasonSchema,
  requestReasons,
  unauthenticated,
  unavailable,
  withAccount,
} from "@mainstay/contracts";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { toTrpcError } from "../trpc/errors.ts";

/** What the transport refuses with a status of its own, not its kind's. */
const ownStatus: Readonly<Record<string, number>> = {
  [bodyTooLarge.reason]: 413,
  [methodWrong.reason]: 405,
};

/** The HTTP status that a reason is answered with. */
export function statusOf({ reason, kind }: Pick<ReasonSchema, "reason" | "kind">): number {
  return (
    ownStatus[reason] ??
    getHTTPStatusCodeFromError(toTrpcError(new DomainError(reason, kind, "", {})))
  );
}

/** Every reason that a call of this procedure can be refused with: its own, then those any may have. */
export function refusalsOf(
  procedure: Procedure,
  { reasons }: ContractSchemas,
  { hasBody }: { hasBody: boolean },
): ReasonSchema[] {
  const { access, limit, idempotency } = procedure;
  const takesKey = idempotency === "key";
  const common = [
    inputInvalid,
    inputUnknownFields,
    bodyUnreadable,
    // Bad credentials are refused also where none are needed.
    unauthenticated,
    ...(typeof access === "string" ? [] : [forbidden]),
    ...(access === withAccount ? [accountNeeded] : []),
    ...(takesKey ? [keyInvalid, keyInProgress, keyReused] : []),
    ...(takesKey && limit === "money" ? [keyRequired] : []),
    ...(hasBody ? [bodyTooLarge] : []),
    ...(limit ? [rateLimited] : []),
    unavailable,
  ];
  const names = new Set([...procedure.errors, ...common].map(({ reason }) => reason));
  return [...names].flatMap((name) => reasons[name] ?? []);
}

const commonNames = new Set<string>(requestReasons.map(({ reason }) => reason));
/** Whether any procedure can be refused so, without declaring it. */
export const isCommon = ({ reason }: ReasonSchema): boolean => commonNames.has(reason);

export const asksToWait = ({ details }: ReasonSchema): boolean =>
  details.properties?.["retryAfterSeconds"] !== undefined;

export function byStatus(refusals: readonly ReasonSchema[]): [number, ReasonSchema[]][] {
  const groups = Map.groupBy(refusals, statusOf);
  return [...groups].toSorted(([a], [b]) => a - b);
}
