CREATE TABLE "order_looks" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"looks" smallint NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"reference" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL,
	"language" text,
	"payer_id" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"order_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payment_sessions_amount" CHECK ("payment_sessions"."amount" > 0),
	CONSTRAINT "payment_sessions_tries" CHECK (("payment_sessions"."tries" = 0) = ("payment_sessions"."order_id" is null))
);
--> statement-breakpoint
DROP INDEX "pay_ins_reference";--> statement-breakpoint
ALTER TABLE "pay_ins" ADD COLUMN "session_id" uuid;--> statement-breakpoint
ALTER TABLE "pay_ins" ADD COLUMN "attempt" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "trader_turns" ADD COLUMN "served_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "traders" ADD COLUMN "sandbox_merchant_id" uuid;--> statement-breakpoint
ALTER TABLE "payment_sessions" ADD CONSTRAINT "payment_sessions_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_looks_next" ON "order_looks" USING btree ("next_at");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_sessions_token" ON "payment_sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_sessions_reference" ON "payment_sessions" USING btree ("store_id","reference");--> statement-breakpoint
CREATE INDEX "payment_sessions_merchant" ON "payment_sessions" USING btree ("merchant_id","id");--> statement-breakpoint
ALTER TABLE "pay_ins" ADD CONSTRAINT "pay_ins_session_id_payment_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."payment_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traders" ADD CONSTRAINT "traders_sandbox_merchant_id_merchants_id_fk" FOREIGN KEY ("sandbox_merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_events_doubts" ON "order_events" USING btree ("order_id") WHERE "order_events"."to" in ('disputed', 'contested', 'needs_support');--> statement-breakpoint
CREATE INDEX "pay_ins_trader_ended" ON "pay_ins" USING btree ("trader_id","ended_at");--> statement-breakpoint
CREATE INDEX "pay_ins_team_ended" ON "pay_ins" USING btree ("team_id","ended_at");--> statement-breakpoint
CREATE INDEX "pay_ins_session" ON "pay_ins" USING btree ("session_id","attempt") WHERE "pay_ins"."session_id" is not null;--> statement-breakpoint
CREATE INDEX "pay_ins_any_reference" ON "pay_ins" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "pay_ins_state" ON "pay_ins" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "pay_ins_created" ON "pay_ins" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "pay_ins_amount" ON "pay_ins" USING btree ("amount","id");--> statement-breakpoint
CREATE INDEX "pay_ins_payable" ON "pay_ins" USING btree ("payable","id") WHERE "pay_ins"."payable" is not null;--> statement-breakpoint
CREATE INDEX "pay_outs_trader_ended" ON "pay_outs" USING btree ("trader_id","ended_at");--> statement-breakpoint
CREATE INDEX "pay_outs_team_ended" ON "pay_outs" USING btree ("team_id","ended_at");--> statement-breakpoint
CREATE INDEX "pay_outs_any_reference" ON "pay_outs" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "pay_outs_state" ON "pay_outs" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "pay_outs_created" ON "pay_outs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "pay_outs_amount" ON "pay_outs" USING btree ("amount","id");--> statement-breakpoint
CREATE INDEX "requisite_days_day" ON "requisite_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "requisite_slots_released" ON "requisite_slots" USING btree ("released_at");--> statement-breakpoint
CREATE INDEX "requisites_masked" ON "requisites" USING btree ("number_masked");--> statement-breakpoint
CREATE INDEX "trader_turns_served" ON "trader_turns" USING btree ("currency","method","served_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "traders_sandbox_merchant" ON "traders" USING btree ("sandbox_merchant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pay_ins_reference" ON "pay_ins" USING btree ("store_id","reference","attempt");--> statement-breakpoint
ALTER TABLE "pay_ins" ADD CONSTRAINT "pay_ins_attempt" CHECK ("pay_ins"."attempt" = 1 or ("pay_ins"."attempt" > 1 and "pay_ins"."session_id" is not null));