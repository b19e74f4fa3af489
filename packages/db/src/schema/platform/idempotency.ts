import { index, json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea, moment } from "../columns.ts";

export const idempotencyAnswers = pgTable(
  "idempotency_answers",
  {
    owner: text("owner").notNull(),
    procedure: text("procedure").notNull(),
    key: text("key").notNull(),
    inputHmac: bytea("input_hmac").notNull(),
    outcome: text("outcome", { enum: ["done", "refused"] }).notNull(),
    /** As text, so that a repeat gets the same to the letter. A sensitive procedure's answer is `{ sealed }`. */
    answer: json("answer").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.owner, t.procedure, t.key] }),
    index("idempotency_answers_at").on(t.at),
  ],
);
