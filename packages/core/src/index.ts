export * from "./actor.ts";
export * from "./context.ts";
export * from "./job-context.ts";
export * from "./platform/index.ts";
export * from "./ports.ts";
export * from "./services.ts";
export * from "./trace.ts";
export * from "./version.ts";
