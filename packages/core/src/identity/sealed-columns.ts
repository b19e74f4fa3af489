import { signingKeys, totpFactors } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { SealedColumn } from "../platform/index.ts";
import { totpPurpose } from "./second-factor/authenticator.ts";
import { signingKeyPurpose } from "./tokens/signing-keys.ts";

export const identitySealed: readonly SealedColumn[] = [
  {
    name: "totp_factors.sealed_secret",
    table: totpFactors,
    key: [totpFactors.accountId],
    column: totpFactors.sealedSecret,
    sealed: sql`${totpFactors.sealedSecret}`,
    holding: (sealed) => sql`${sealed}::text`,
    purpose: sql`${totpPurpose}::text`,
  },
  {
    name: "signing_keys.sealed_private_jwk",
    table: signingKeys,
    key: [signingKeys.kid],
    column: signingKeys.sealedPrivateJwk,
    sealed: sql`${signingKeys.sealedPrivateJwk}`,
    holding: (sealed) => sql`${sealed}::text`,
    purpose: sql`${signingKeyPurpose}::text`,
  },
];
