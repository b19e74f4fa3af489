import { Audience, audienceOf, Role } from "@mainstay/contracts";
import {
  accounts,
  type DbOrTx,
  devices,
  grants,
  loginHistory,
  prepared,
  totpFactors,
} from "@mainstay/db";
import { and, eq, isNotNull, sql } from "drizzle-orm";

/** Whoever an address and a device belong to, with all that a sign-in asks of them. */
export interface Candidate {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: "ru" | "en";
  readonly status: "active" | "blocked" | "closed";
  readonly passwordHash: string | null;
  readonly passwordChangedAt: Date | null;
  readonly doors: ReadonlySet<Audience>;
  readonly hasFactor: boolean;
  /** Null where the account does not know this device. */
  readonly device: { readonly id: string; readonly trustedUntil: Date | null } | null;
  readonly signedInBefore: boolean;
  readonly knowsCountry: boolean;
}

type By = { readonly email: string } | { readonly accountId: string };

/** One statement, also for an address without an account: nothing else may take longer for one of them. */
export async function loadCandidate(
  db: DbOrTx,
  by: By,
  seen: { readonly deviceTokenHash: Buffer | null; readonly country: string | null },
): Promise<Candidate | null> {
  const [name, value] =
    "email" in by
      ? ["identity_candidate_by_email", by.email]
      : ["identity_candidate_by_id", by.accountId];
  const [row] = await prepared(db, name, (on) => looking(on, by)).execute({
    by: value,
    deviceTokenHash: seen.deviceTokenHash ?? none,
    country: seen.country,
  });
  if (!row || row.email === null) return null;
  const { audiences, roles, factor, deviceId, trustedUntil, ...account } = row;
  return {
    ...account,
    email: row.email,
    doors: new Set([
      ...audiences.map((audience) => Audience.parse(audience)),
      ...roles.map((role) => audienceOf[Role.parse(role)]),
    ]),
    hasFactor: factor !== null,
    device: deviceId === null ? null : { id: deviceId, trustedUntil },
  };
}

/** No hash is empty. */
const none = Buffer.alloc(0);

/** Prepared: it is asked at every sign-in. */
function looking(db: DbOrTx, by: By) {
  return db
    .select({
      id: accounts.id,
      email: accounts.email,
      name: accounts.name,
      locale: accounts.locale,
      status: accounts.status,
      passwordHash: accounts.passwordHash,
      passwordChangedAt: accounts.passwordChangedAt,
      audiences: accounts.audiences,
      roles: sql<
        string[]
      >`array(select ${grants.role} from ${grants} where ${grants.accountId} = ${accounts.id})`,
      factor: totpFactors.accountId,
      deviceId: devices.id,
      trustedUntil: devices.trustedUntil,
      signedInBefore: sql<boolean>`exists (select from ${loginHistory} where ${loginHistory.accountId} = ${accounts.id} and ${loginHistory.outcome} = 'signed_in')`,
      knowsCountry: sql<boolean>`exists (select from ${loginHistory} where ${loginHistory.accountId} = ${accounts.id} and ${loginHistory.outcome} = 'signed_in' and ${loginHistory.country} is not distinct from ${sql.placeholder("country")}::text)`,
    })
    .from(accounts)
    .leftJoin(
      totpFactors,
      and(eq(totpFactors.accountId, accounts.id), isNotNull(totpFactors.confirmedAt)),
    )
    .leftJoin(
      devices,
      and(
        eq(devices.accountId, accounts.id),
        eq(devices.tokenHash, sql.placeholder("deviceTokenHash")),
      ),
    )
    .where(eq("email" in by ? accounts.email : accounts.id, sql.placeholder("by")));
}
