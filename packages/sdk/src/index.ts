export { createMainstay, type Mainstay } from "./client.ts";
export { createSession } from "./create-session.ts";
export {
  isMainstayError,
  type Kind,
  type KnownReason,
  type KnownReasons,
  MainstayError,
  type Result,
  safe,
} from "./errors.ts";
export type * from "./generated/router.ts";
export { idempotencyKey } from "./idempotency-key.ts";
export type { Fetch, MainstayEvent, MainstayOptions, Tokens } from "./options.ts";
export { paginate } from "./paginate.ts";
export type { Call, CallOptions, ConnectionState, Observer, Tracked } from "./procedure-types.ts";
export type { SessionOptions } from "./session.ts";
export type { CodeAsked, Session, SignedIn, SignInInput } from "./session-shape.ts";
export { browserStore, memoryStore, type SessionStore } from "./session-store.ts";
export { sdkVersion } from "./version.ts";
export { type FileContent, uploadFile } from "./upload-file.ts";
