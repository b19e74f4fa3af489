import { payments as contract } from "@mainstay/contracts";
import { addEntry } from "@mainstay/core/payments/fraud/add-entry";
import { liftEntry } from "@mainstay/core/payments/fraud/lift-entry";
import { listEntries } from "@mainstay/core/payments/fraud/list-entries";
import { listFlags } from "@mainstay/core/payments/fraud/list-flags";
import { approveMovement } from "@mainstay/core/payments/movements/approve-movement";
import { getMovement } from "@mainstay/core/payments/movements/get-movement";
import { listMovements } from "@mainstay/core/payments/movements/list-movements";
import { moveEarnings } from "@mainstay/core/payments/movements/move-earnings";
import { recordMovement } from "@mainstay/core/payments/movements/record-movement";
import { rejectMovement } from "@mainstay/core/payments/movements/reject-movement";
import { createMerchant } from "@mainstay/core/payments/merchants/create-merchant";
import { getMerchant } from "@mainstay/core/payments/merchants/get-merchant";
import { listMerchants } from "@mainstay/core/payments/merchants/list-merchants";
import { updateMerchant } from "@mainstay/core/payments/merchants/update-merchant";
import { listEvents } from "@mainstay/core/payments/events/list-events";
import { createStore } from "@mainstay/core/payments/stores/create-store";
import { getStore } from "@mainstay/core/payments/stores/get-store";
import { listStores } from "@mainstay/core/payments/stores/list-stores";
import { updateStore } from "@mainstay/core/payments/stores/update-store";
import { listStoreTraders } from "@mainstay/core/payments/store-traders/list-store-traders";
import { setStoreTrader } from "@mainstay/core/payments/store-traders/set-store-trader";
import { listTerms } from "@mainstay/core/payments/terms/list-terms";
import { saveTerms } from "@mainstay/core/payments/terms/save-terms";
import { acceptPayIn } from "@mainstay/core/payments/pay-ins/accept-pay-in";
import { cancelPayIn } from "@mainstay/core/payments/pay-ins/cancel-pay-in";
import { claimPaid } from "@mainstay/core/payments/pay-ins/claim-paid";
import { confirmPayIn } from "@mainstay/core/payments/pay-ins/confirm-pay-in";
import { contestPayIn } from "@mainstay/core/payments/pay-ins/contest-pay-in";
import { createPayIn } from "@mainstay/core/payments/pay-ins/create-pay-in";
import { decidePayIn } from "@mainstay/core/payments/pay-ins/decide-pay-in";
import { disputePayIn } from "@mainstay/core/payments/pay-ins/dispute-pay-in";
import { foundMoney } from "@mainstay/core/payments/pay-ins/find-money";
import { exportPayIns } from "@mainstay/core/payments/pay-ins/export-pay-ins";
import { getPayIn } from "@mainstay/core/payments/pay-ins/get-pay-in";
import { listHistory } from "@mainstay/core/payments/pay-ins/list-history";
import { listPayIns } from "@mainstay/core/payments/pay-ins/list-pay-ins";
import { rejectPayIn } from "@mainstay/core/payments/pay-ins/reject-pay-in";
import { reportSum } from "@mainstay/core/payments/pay-ins/report-sum";
import { resolvePayIn } from "@mainstay/core/payments/pay-ins/resolve-pay-in";
import { watchPayIns } from "@mainstay/core/payments/pay-ins/watch-pay-ins";
import { acceptPayOut } from "@mainstay/core/payments/pay-outs/accept-pay-out";
import { acceptProof } from "@mainstay/core/payments/pay-outs/accept-proof";
import { cancelPayOut } from "@mainstay/core/payments/pay-outs/cancel-pay-out";
import { createPayOut } from "@mainstay/core/payments/pay-outs/create-pay-out";
import { declinePayOut } from "@mainstay/core/payments/pay-outs/decline-pay-out";
import { disputeProof } from "@mainstay/core/payments/pay-outs/dispute-proof";
import { exportPayOuts } from "@mainstay/core/payments/pay-outs/export-pay-outs";
import { getPayOut } from "@mainstay/core/payments/pay-outs/get-pay-out";
import { giveProof } from "@mainstay/core/payments/pay-outs/give-proof";
import { listPayOutHistory } from "@mainstay/core/payments/pay-outs/list-pay-out-history";
import { listPayOutProofs } from "@mainstay/core/payments/pay-outs/list-pay-out-proofs";
import { listPayOuts } from "@mainstay/core/payments/pay-outs/list-pay-outs";
import { markReturned } from "@mainstay/core/payments/pay-outs/mark-returned";
import { reportTrouble } from "@mainstay/core/payments/pay-outs/report-trouble";
import { resolvePayOut } from "@mainstay/core/payments/pay-outs/resolve-pay-out";
import { startSending } from "@mainstay/core/payments/pay-outs/start-sending";
import { watchPayOuts } from "@mainstay/core/payments/pay-outs/watch-pay-outs";
import { addProof } from "@mainstay/core/payments/proofs/add-proof";
import { listProofs } from "@mainstay/core/payments/proofs/list-proofs";
import { archiveRequisite } from "@mainstay/core/payments/requisites/archive-requisite";
import { blockRequisite } from "@mainstay/core/payments/requisites/block-requisite";
import { createRequisite } from "@mainstay/core/payments/requisites/create-requisite";
import { getRequisite } from "@mainstay/core/payments/requisites/get-requisite";
import { listRequisites } from "@mainstay/core/payments/requisites/list-requisites";
import { pauseRequisite } from "@mainstay/core/payments/requisites/pause-requisite";
import { resumeRequisite } from "@mainstay/core/payments/requisites/resume-requisite";
import { unblockRequisite } from "@mainstay/core/payments/requisites/unblock-requisite";
import { updateRequisite } from "@mainstay/core/payments/requisites/update-requisite";
import { addReceipt } from "@mainstay/core/payments/sessions/add-receipt";
import { cancelSession } from "@mainstay/core/payments/sessions/cancel-session";
import { chooseMethod } from "@mainstay/core/payments/sessions/choose-method";
import { createSession } from "@mainstay/core/payments/sessions/create-session";
import { endSession } from "@mainstay/core/payments/sessions/end-session";
import { getSession } from "@mainstay/core/payments/sessions/get-session";
import { markPaid } from "@mainstay/core/payments/sessions/mark-paid";
import { watchSession } from "@mainstay/core/payments/sessions/watch-session";
import { playPayIn } from "@mainstay/core/payments/sandbox/play-pay-in";
import { playPayOut } from "@mainstay/core/payments/sandbox/play-pay-out";
import { supply } from "@mainstay/core/payments/sandbox/supply";
import { search } from "@mainstay/core/payments/search/search";
import { countOrders } from "@mainstay/core/payments/statistics/count-orders";
import { sumCommission } from "@mainstay/core/payments/statistics/sum-commission";
import { sumTurnover } from "@mainstay/core/payments/statistics/sum-turnover";
import { createTeam } from "@mainstay/core/payments/teams/create-team";
import { getTeam } from "@mainstay/core/payments/teams/get-team";
import { listBalances } from "@mainstay/core/payments/teams/list-balances";
import { listTeams } from "@mainstay/core/payments/teams/list-teams";
import { updateTeam } from "@mainstay/core/payments/teams/update-team";
import { createTrader } from "@mainstay/core/payments/traders/create-trader";
import { getTrader } from "@mainstay/core/payments/traders/get-trader";
import { listTraders } from "@mainstay/core/payments/traders/list-traders";
import { pauseTrader } from "@mainstay/core/payments/traders/pause-trader";
import { resumeTrader } from "@mainstay/core/payments/traders/resume-trader";
import { updateTrader } from "@mainstay/core/payments/traders/update-trader";
import { goOffline } from "@mainstay/core/payments/traders/go-offline";
import { goOnline } from "@mainstay/core/payments/traders/go-online";
import { createEndpoint } from "@mainstay/core/payments/webhooks/create-endpoint";
import { getEndpoint } from "@mainstay/core/payments/webhooks/get-endpoint";
import { listAttempts } from "@mainstay/core/payments/webhooks/list-attempts";
import { listEndpoints } from "@mainstay/core/payments/webhooks/list-endpoints";
import { removeEndpoint } from "@mainstay/core/payments/webhooks/remove-endpoint";
import { replay } from "@mainstay/core/payments/webhooks/replay";
import { rotateSecret } from "@mainstay/core/payments/webhooks/rotate-secret";
import { sendTest } from "@mainstay/core/payments/webhooks/send-test";
import { updateEndpoint } from "@mainstay/core/payments/webhooks/update-endpoint";
import { implement } from "../trpc/implement.ts";

export const payments = implement(contract, {
  events: { list: listEvents },
  fraud: { list: listEntries, add: addEntry, lift: liftEntry, flags: listFlags },
  merchants: {
    list: listMerchants,
    get: getMerchant,
    create: createMerchant,
    update: updateMerchant,
  },
  movements: {
    list: listMovements,
    get: getMovement,
    record: recordMovement,
    approve: approveMovement,
    reject: rejectMovement,
    moveEarnings,
  },
  storeTraders: { list: listStoreTraders, set: setStoreTrader },
  stores: { list: listStores, get: getStore, create: createStore, update: updateStore },
  terms: { list: listTerms, save: saveTerms },
  proofs: { add: addProof, list: listProofs },
  sessions: {
    create: createSession,
    end: endSession,
    get: getSession,
    watch: watchSession,
    choose: chooseMethod,
    markPaid,
    addReceipt,
    cancel: cancelSession,
  },
  payIns: {
    create: createPayIn,
    get: getPayIn,
    list: listPayIns,
    export: exportPayIns,
    history: listHistory,
    watch: watchPayIns,
    cancel: cancelPayIn,
    claimPaid,
    confirm: confirmPayIn,
    reportSum,
    dispute: disputePayIn,
    foundMoney,
    accept: acceptPayIn,
    reject: rejectPayIn,
    resolve: resolvePayIn,
    contest: contestPayIn,
    decide: decidePayIn,
  },
  payOuts: {
    create: createPayOut,
    get: getPayOut,
    list: listPayOuts,
    export: exportPayOuts,
    history: listPayOutHistory,
    proofs: listPayOutProofs,
    watch: watchPayOuts,
    cancel: cancelPayOut,
    acceptProof,
    disputeProof,
    accept: acceptPayOut,
    decline: declinePayOut,
    startSending,
    giveProof,
    reportTrouble,
    resolve: resolvePayOut,
    markReturned,
  },
  requisites: {
    list: listRequisites,
    get: getRequisite,
    create: createRequisite,
    update: updateRequisite,
    pause: pauseRequisite,
    resume: resumeRequisite,
    archive: archiveRequisite,
    block: blockRequisite,
    unblock: unblockRequisite,
  },
  sandbox: { supply, playPayIn, playPayOut },
  search,
  statistics: { orders: countOrders, commission: sumCommission, turnover: sumTurnover },
  teams: {
    list: listTeams,
    get: getTeam,
    balances: listBalances,
    create: createTeam,
    update: updateTeam,
  },
  traders: {
    list: listTraders,
    get: getTrader,
    create: createTrader,
    update: updateTrader,
    pause: pauseTrader,
    resume: resumeTrader,
    goOnline,
    goOffline,
  },
  webhooks: {
    list: listEndpoints,
    get: getEndpoint,
    create: createEndpoint,
    update: updateEndpoint,
    remove: removeEndpoint,
    rotateSecret,
    sendTest,
    attempts: listAttempts,
    replay,
  },
});
