import type { jobs } from "@mainstay/contracts";
import { foldAccounts } from "@mainstay/core/ledger/accounts/fold-accounts";
import { voidExpiredHolds } from "@mainstay/core/ledger/holds/void-expired-holds";
import { reconcileLedger } from "@mainstay/core/ledger/reconciliation/reconcile-ledger";
import type { Handlers } from "@mainstay/runtime/jobs";

export const ledger: Handlers<typeof jobs.ledger> = {
  foldAccounts,
  reconcileLedger,
  voidExpiredHolds,
};
