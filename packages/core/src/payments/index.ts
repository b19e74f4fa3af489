export * from "./percent.ts";
export * from "./requisites/number.ts";
export * from "./traders/refresh-turns.ts";
export * from "./webhooks/webhook-address.ts";
export type * from "./webhooks/webhook-sender.ts";
