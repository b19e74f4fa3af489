export * from "./client.ts";
export * from "./migrate.ts";
export * from "./prepared.ts";
export * from "./schema/index.ts";
export * from "./transaction.ts";
