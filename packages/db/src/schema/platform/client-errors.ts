import { bigint, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";

/** One row a fault, however often and wherever it happens; the sample is the latest. */
export const clientErrors = pgTable(
  "client_errors",
  {
    id: id(),
    fingerprint: bytea("fingerprint").notNull(),
    app: text("app").notNull(),
    release: text("release"),
    message: text("message").notNull(),
    stack: text("stack"),
    url: text("url"),
    userAgent: text("user_agent"),
    times: bigint("times", { mode: "number" }).notNull(),
    firstAt: moment("first_at").notNull(),
    lastAt: moment("last_at").notNull(),
  },
  (t) => [
    uniqueIndex("client_errors_fingerprint").on(t.fingerprint),
    index("client_errors_last").on(t.lastAt, t.id),
    index("client_errors_app").on(t.app, t.lastAt, t.id),
  ],
);
