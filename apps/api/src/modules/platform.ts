import { platform as contract } from "@mainstay/contracts";
import { templates } from "@mainstay/core";
import { exportAudit } from "@mainstay/core/platform/audit/export-audit";
import { listAudit } from "@mainstay/core/platform/audit/list-audit";
import { listClientErrors } from "@mainstay/core/platform/client-errors/list-client-errors";
import { logClientError } from "@mainstay/core/platform/client-errors/log-client-error";
import { completeUpload } from "@mainstay/core/platform/files/complete-upload";
import { createUpload } from "@mainstay/core/platform/files/create-upload";
import { getFile } from "@mainstay/core/platform/files/get-file";
import { linkFile } from "@mainstay/core/platform/files/link-file";
import { listFiles } from "@mainstay/core/platform/files/list-files";
import { removeFile } from "@mainstay/core/platform/files/remove-file";
import { countJobs } from "@mainstay/core/platform/jobs/count-jobs";
import { discardJob } from "@mainstay/core/platform/jobs/discard-job";
import { listJobs } from "@mainstay/core/platform/jobs/list-jobs";
import { retryJob } from "@mainstay/core/platform/jobs/retry-job";
import { showJob } from "@mainstay/core/platform/jobs/show-job";
import { createLiveTicket } from "@mainstay/core/platform/live/live-ticket";
import { getPreferences } from "@mainstay/core/platform/notifications/get-preferences";
import { getPushKey } from "@mainstay/core/platform/notifications/get-push-key";
import { liftSuppression } from "@mainstay/core/platform/notifications/lift-suppression";
import { linkTelegram } from "@mainstay/core/platform/notifications/link-telegram";
import { listDeliveries } from "@mainstay/core/platform/notifications/list-deliveries";
import { listTemplatesOf } from "@mainstay/core/platform/notifications/list-templates";
import { previewTemplateOf } from "@mainstay/core/platform/notifications/preview-template";
import { reportBounce } from "@mainstay/core/platform/notifications/report-bounce";
import { setPreference } from "@mainstay/core/platform/notifications/set-preference";
import { showDelivery } from "@mainstay/core/platform/notifications/show-delivery";
import { subscribePush } from "@mainstay/core/platform/notifications/subscribe-push";
import { unlinkTelegram } from "@mainstay/core/platform/notifications/unlink-telegram";
import { unsubscribePush } from "@mainstay/core/platform/notifications/unsubscribe-push";
import { listRateHistory } from "@mainstay/core/platform/rates/list-rate-history";
import { listRateUses } from "@mainstay/core/platform/rates/list-rate-uses";
import { listRates } from "@mainstay/core/platform/rates/list-rates";
import { setRate } from "@mainstay/core/platform/rates/set-rate";
import { getReference } from "@mainstay/core/platform/reference/get-reference";
import { listReference } from "@mainstay/core/platform/reference/list-reference";
import { saveBank } from "@mainstay/core/platform/reference/save-bank";
import { saveCountry } from "@mainstay/core/platform/reference/save-country";
import { saveCurrency } from "@mainstay/core/platform/reference/save-currency";
import { saveNetwork } from "@mainstay/core/platform/reference/save-network";
import { savePaymentMethod } from "@mainstay/core/platform/reference/save-payment-method";
import { getSetting } from "@mainstay/core/platform/settings/get-setting";
import { listSettings } from "@mainstay/core/platform/settings/list-settings";
import { updateSetting } from "@mainstay/core/platform/settings/update-setting";
import { watchSettings } from "@mainstay/core/platform/settings/watch-settings";
import { getSystemInfo } from "@mainstay/core/platform/system/get-system-info";
import { implement } from "../trpc/implement.ts";

export const platform = implement(contract, {
  system: { info: getSystemInfo, liveTicket: createLiveTicket },
  settings: {
    list: listSettings,
    get: getSetting,
    update: updateSetting,
    watch: watchSettings,
  },
  reference: {
    get: getReference,
    list: listReference,
    saveCurrency,
    saveNetwork,
    saveCountry,
    saveBank,
    savePaymentMethod,
  },
  rates: { list: listRates, history: listRateHistory, set: setRate, uses: listRateUses },
  audit: { list: listAudit, export: exportAudit },
  files: {
    createUpload,
    complete: completeUpload,
    get: getFile,
    link: linkFile,
    list: listFiles,
    remove: removeFile,
  },
  clientErrors: { log: logClientError, list: listClientErrors },
  jobs: { count: countJobs, list: listJobs, show: showJob, retry: retryJob, discard: discardJob },
  notifications: {
    preferences: getPreferences,
    setPreference,
    linkTelegram,
    unlinkTelegram,
    pushKey: getPushKey,
    subscribePush,
    unsubscribePush,
    reportBounce,
    liftSuppression,
    templates: listTemplatesOf(templates),
    preview: previewTemplateOf(templates),
  },
  deliveries: { list: listDeliveries, show: showDelivery },
});
