export * from "./api.ts";
export * from "./database.ts";
