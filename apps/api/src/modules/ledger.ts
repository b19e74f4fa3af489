import { ledger as contract } from "@mainstay/contracts";
import { exportStatement } from "@mainstay/core/ledger/accounts/export-statement";
import { getBalance } from "@mainstay/core/ledger/accounts/get-balance";
import { listAccounts } from "@mainstay/core/ledger/accounts/list-accounts";
import { listStatement } from "@mainstay/core/ledger/accounts/list-statement";
import { approveAdjustment } from "@mainstay/core/ledger/adjustments/approve-adjustment";
import { getAdjustment } from "@mainstay/core/ledger/adjustments/get-adjustment";
import { listAdjustments } from "@mainstay/core/ledger/adjustments/list-adjustments";
import { proposeAdjustment } from "@mainstay/core/ledger/adjustments/propose-adjustment";
import { rejectAdjustment } from "@mainstay/core/ledger/adjustments/reject-adjustment";
import { listReconciliations } from "@mainstay/core/ledger/reconciliation/list-reconciliations";
import { implement } from "../trpc/implement.ts";

export const ledger = implement(contract, {
  accounts: {
    list: listAccounts,
    balance: getBalance,
    statement: listStatement,
    exportStatement,
  },
  adjustments: {
    list: listAdjustments,
    get: getAdjustment,
    propose: proposeAdjustment,
    approve: approveAdjustment,
    reject: rejectAdjustment,
  },
  reconciliations: { list: listReconciliations },
});
