export * from "./identity/accounts.ts";
export * from "./identity/devices.ts";
export * from "./identity/grants.ts";
export * from "./identity/passwords.ts";
export * from "./identity/second-factor.ts";
export * from "./identity/sessions.ts";
export * from "./platform.ts";
