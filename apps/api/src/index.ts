export * from "./observe-calls.ts";
export { modules } from "./router.ts";
export * from "./server.ts";
export { assemble, implement, type Implemented } from "./trpc/implement.ts";
