export * from "./api.ts";
export * from "./database.ts";
export * from "./worker.ts";
