/** What other modules and processes build on. Use cases are bound from their own files. */
export * from "./access/drop-access.ts";
export * from "./accounts/admin-recipients.ts";
export * from "./accounts/scope-recipients.ts";
export * from "./api-keys/address-ranges.ts";
export * from "./api-keys/api-key.ts";
export * from "./api-keys/load-key-actor.ts";
export * from "./api-keys/note-key-use.ts";
export * from "./auth/opaque-token.ts";
export * from "./sessions/end-sessions.ts";
export * from "./sessions/open-session.ts";
export * from "./tokens/access-tokens.ts";
export * from "./access/access.ts";
export type * from "./access/load-session-actor.ts";
export * from "./access/hold-session.ts";
