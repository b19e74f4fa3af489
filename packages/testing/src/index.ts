export * from "./accounts.ts";
export * from "./api.ts";
export * from "./database.ts";
export * from "./fuzz-inputs.ts";
export * from "./worker.ts";
