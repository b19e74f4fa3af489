/** What other modules and processes build on. Use cases are bound from their own files. */
export * from "./audit/audit-filter.ts";
export * from "./audit/list-audit.ts";
export * from "./audit/write-audit.ts";
export * from "./feed/feed.ts";
export * from "./idempotency/answer-once.ts";
export * from "./live/live-events.ts";
export * from "./live/publish.ts";
export * from "./notifications/mail-content.ts";
export * from "./notifications/notify.ts";
export * from "./notifications/render-mail.ts";
export * from "./notifications/template.ts";
export * from "./notifications/wording.ts";
export * from "./outbox/enqueue.ts";
export * from "./sealing/platform-sealed.ts";
export * from "./sealing/reseal.ts";
export * from "./sealing/sealed-column.ts";
export * from "./settings/settings-reader.ts";
