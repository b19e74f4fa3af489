export * from "./accounts.ts";
export * from "./api.ts";
export * from "./cli.ts";
export * from "./database.ts";
export * from "./doors.ts";
export * from "./fuzz-inputs.ts";
export * from "./mails.ts";
export * from "./worker.ts";
