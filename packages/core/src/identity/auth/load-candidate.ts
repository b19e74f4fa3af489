import { Audience, audienceOf, Role } from "@mainstay/contracts";
import { accounts, type Db, devices, grants, loginHistory, totpFactors } from "@mainstay/db";
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
  db: Pick<Db, "select">,
  by: By,
  seen: { readonly deviceTokenHash: Buffer | null; readonly country: string | null },
): Promise<Candidate | null> {
  const [row] = await db
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
      knowsCountry: sql<boolean>`exists (select from ${loginHistory} where ${loginHistory.accountId} = ${accounts.id} and ${loginHistory.outcome} = 'signed_in' and ${loginHistory.country} is not distinct from ${seen.country})`,
    })
    .from(accounts)
    .leftJoin(
      totpFactors,
      and(eq(totpFactors.accountId, accounts.id), isNotNull(totpFactors.confirmedAt)),
    )
    .leftJoin(
      devices,
      and(eq(devices.accountId, accounts.id), eq(devices.tokenHash, seen.deviceTokenHash ?? none)),
    )
    .where("email" in by ? eq(accounts.email, by.email) : eq(accounts.id, by.accountId));
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
