export * from "./observe-calls.ts";
export * from "./server.ts";
export { assemble, implement, type Implemented } from "./trpc/implement.ts";
