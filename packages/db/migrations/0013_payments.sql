CREATE TABLE "fraud_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"label" text NOT NULL,
	"why" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"lifted_by" text,
	"lifted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "fraud_flags" (
	"order_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"about" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "fraud_flags_order_id_rule_pk" PRIMARY KEY("order_id","rule")
);
--> statement-breakpoint
CREATE TABLE "merchants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "store_terms" (
	"store_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"min_amount" bigint NOT NULL,
	"max_amount" bigint NOT NULL,
	"fee_millionths" integer NOT NULL,
	"fee_fixed" bigint NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "store_terms_store_id_direction_currency_method_pk" PRIMARY KEY("store_id","direction","currency","method"),
	CONSTRAINT "store_terms_amounts" CHECK (0 < "store_terms"."min_amount" and "store_terms"."min_amount" <= "store_terms"."max_amount"),
	CONSTRAINT "store_terms_fee" CHECK ("store_terms"."fee_millionths" between 0 and 999999 and "store_terms"."fee_fixed" >= 0)
);
--> statement-breakpoint
CREATE TABLE "store_traders" (
	"store_id" uuid NOT NULL,
	"trader_id" uuid NOT NULL,
	"rule" text NOT NULL,
	CONSTRAINT "store_traders_store_id_trader_id_pk" PRIMARY KEY("store_id","trader_id")
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"look" jsonb NOT NULL,
	"sum_shift_most" smallint NOT NULL,
	"late_minutes" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stores_sum_shift" CHECK ("stores"."sum_shift_most" between 0 and 99)
);
--> statement-breakpoint
CREATE TABLE "movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"amount" bigint NOT NULL,
	"outside_reference" text NOT NULL,
	"note" text,
	"state" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision" text,
	CONSTRAINT "movements_amount" CHECK ("movements"."amount" > 0),
	CONSTRAINT "movements_eyes" CHECK (case "movements"."state"
        when 'recorded' then "movements"."decided_by" is null
        when 'rejected' then "movements"."decided_by" is not null
        when 'approved' then coalesce("movements"."decided_by" <> "movements"."recorded_by", false)
        else false end)
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"order_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"order_kind" text NOT NULL,
	"event" text NOT NULL,
	"from" text,
	"to" text NOT NULL,
	"by" text NOT NULL,
	"why" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_events_order_id_sequence_pk" PRIMARY KEY("order_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "order_proofs" (
	"order_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"sha256" "bytea" NOT NULL,
	"bank_reference" text,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_proofs_order_id_file_id_pk" PRIMARY KEY("order_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "pay_ins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"bank" text,
	"amount" bigint NOT NULL,
	"payable" bigint,
	"received" bigint,
	"rate_id" uuid NOT NULL,
	"rate" numeric NOT NULL,
	"value" bigint NOT NULL,
	"merchant_fee" bigint NOT NULL,
	"trader_fee" bigint,
	"commission" bigint,
	"held" bigint,
	"hold_id" uuid,
	"trader_id" uuid,
	"team_id" uuid,
	"requisite_id" uuid,
	"shown" jsonb,
	"shown_sealed" text,
	"payer_id" text,
	"payer_ip" "bytea",
	"fraud_score" integer NOT NULL,
	"fraud_rules" jsonb NOT NULL,
	"deadline" timestamp (3) with time zone,
	"late_until" timestamp (3) with time zone,
	"before" text,
	"settlement_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"assigned_at" timestamp (3) with time zone,
	"claimed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "pay_ins_amounts" CHECK ("pay_ins"."amount" > 0 and "pay_ins"."value" > 0 and "pay_ins"."payable" >= "pay_ins"."amount"),
	CONSTRAINT "pay_ins_fees" CHECK ("pay_ins"."merchant_fee" >= 0 and "pay_ins"."merchant_fee" <= "pay_ins"."value" and "pay_ins"."trader_fee" + "pay_ins"."commission" <= "pay_ins"."merchant_fee"),
	CONSTRAINT "pay_ins_assigned" CHECK ("pay_ins"."state" not in ('assigned', 'paid_claimed', 'amount_review', 'disputed') or ("pay_ins"."requisite_id" is not null and "pay_ins"."payable" is not null and "pay_ins"."hold_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "pay_out_offers" (
	"order_id" uuid NOT NULL,
	"trader_id" uuid NOT NULL,
	"declined" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pay_out_offers_order_id_trader_id_pk" PRIMARY KEY("order_id","trader_id")
);
--> statement-breakpoint
CREATE TABLE "pay_outs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"bank" text,
	"holder" text NOT NULL,
	"number_sealed" text NOT NULL,
	"number_hash" "bytea" NOT NULL,
	"number_masked" text NOT NULL,
	"amount" bigint NOT NULL,
	"rate_id" uuid NOT NULL,
	"rate" numeric NOT NULL,
	"value" bigint NOT NULL,
	"worth" bigint NOT NULL,
	"merchant_fee" bigint NOT NULL,
	"trader_fee" bigint,
	"commission" bigint,
	"hold_id" uuid NOT NULL,
	"trader_id" uuid,
	"team_id" uuid,
	"deadline" timestamp (3) with time zone,
	"match_until" timestamp (3) with time zone NOT NULL,
	"settlement_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"proved_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "pay_outs_amounts" CHECK ("pay_outs"."amount" > 0 and "pay_outs"."worth" > 0 and "pay_outs"."worth" <= "pay_outs"."value" and "pay_outs"."merchant_fee" < "pay_outs"."value"),
	CONSTRAINT "pay_outs_fees" CHECK ("pay_outs"."merchant_fee" >= 0 and "pay_outs"."trader_fee" + "pay_outs"."commission" <= "pay_outs"."merchant_fee"),
	CONSTRAINT "pay_outs_offered" CHECK ("pay_outs"."state" not in ('offered', 'accepted', 'sending', 'proof_uploaded', 'needs_support', 'completed', 'returned') or ("pay_outs"."trader_id" is not null and "pay_outs"."team_id" is not null and "pay_outs"."trader_fee" is not null and "pay_outs"."commission" is not null)),
	CONSTRAINT "pay_outs_settled" CHECK (("pay_outs"."state" in ('completed', 'returned')) = ("pay_outs"."settlement_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "requisite_days" (
	"requisite_id" uuid NOT NULL,
	"day" date NOT NULL,
	"count" integer NOT NULL,
	"sum" bigint NOT NULL,
	"count_cap" integer,
	"sum_cap" bigint,
	CONSTRAINT "requisite_days_requisite_id_day_pk" PRIMARY KEY("requisite_id","day"),
	CONSTRAINT "requisite_days_caps" CHECK ("requisite_days"."count" <= "requisite_days"."count_cap" and "requisite_days"."sum" <= "requisite_days"."sum_cap")
);
--> statement-breakpoint
CREATE TABLE "requisite_slots" (
	"requisite_id" uuid NOT NULL,
	"payable" bigint NOT NULL,
	"order_id" uuid NOT NULL,
	"released_at" timestamp (3) with time zone,
	CONSTRAINT "requisite_slots_requisite_id_payable_pk" PRIMARY KEY("requisite_id","payable")
);
--> statement-breakpoint
CREATE TABLE "requisites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"trader_id" uuid NOT NULL,
	"method" text NOT NULL,
	"bank" text,
	"currency" text NOT NULL,
	"holder" text NOT NULL,
	"number_sealed" text NOT NULL,
	"number_hash" "bytea" NOT NULL,
	"number_masked" text NOT NULL,
	"min_amount" bigint NOT NULL,
	"max_amount" bigint NOT NULL,
	"day_count_cap" integer,
	"day_sum_cap" bigint,
	"parallel_cap" smallint NOT NULL,
	"cool_down_seconds" integer NOT NULL,
	"state" text NOT NULL,
	"live_orders" smallint DEFAULT 0 NOT NULL,
	"last_assigned_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "requisites_amounts" CHECK (0 < "requisites"."min_amount" and "requisites"."min_amount" <= "requisites"."max_amount"),
	CONSTRAINT "requisites_live_orders" CHECK ("requisites"."live_orders" >= 0),
	CONSTRAINT "requisites_caps" CHECK ("requisites"."parallel_cap" >= 1 and "requisites"."cool_down_seconds" >= 0 and coalesce("requisites"."day_count_cap", 1) >= 1 and coalesce("requisites"."day_sum_cap", 1) >= 1)
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"commission_in" integer NOT NULL,
	"commission_out" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "teams_commission" CHECK (least("teams"."commission_in", "teams"."commission_out") >= 0)
);
--> statement-breakpoint
CREATE TABLE "trader_turns" (
	"trader_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"turn" bigint NOT NULL,
	"ready" boolean NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "trader_turns_trader_id_currency_method_pk" PRIMARY KEY("trader_id","currency","method")
);
--> statement-breakpoint
CREATE TABLE "traders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"fee_in" integer NOT NULL,
	"fee_out" integer NOT NULL,
	"weight" smallint NOT NULL,
	"parallel_cap" smallint NOT NULL,
	"online_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "traders_fees" CHECK (least("traders"."fee_in", "traders"."fee_out") >= 0),
	CONSTRAINT "traders_weight" CHECK ("traders"."weight" between 1 and 100 and "traders"."parallel_cap" >= 0)
);
--> statement-breakpoint
CREATE TABLE "feed_readers" (
	"reader" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"type" text NOT NULL,
	"object_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"data" jsonb NOT NULL,
	"position" bigint,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"ms" integer NOT NULL,
	"status" smallint,
	"problem" text,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"tries" smallint NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"url" text NOT NULL,
	"types" jsonb NOT NULL,
	"state" text NOT NULL,
	"disabled_why" text,
	"secret_sealed" text NOT NULL,
	"previous_sealed" text,
	"previous_until" timestamp (3) with time zone,
	"failures" integer NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "webhook_endpoints_disabled" CHECK (("webhook_endpoints"."state" = 'disabled') = ("webhook_endpoints"."disabled_why" is not null))
);
--> statement-breakpoint
ALTER TABLE "store_terms" ADD CONSTRAINT "store_terms_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_traders" ADD CONSTRAINT "store_traders_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stores" ADD CONSTRAINT "stores_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pay_ins" ADD CONSTRAINT "pay_ins_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pay_ins" ADD CONSTRAINT "pay_ins_requisite_id_requisites_id_fk" FOREIGN KEY ("requisite_id") REFERENCES "public"."requisites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pay_out_offers" ADD CONSTRAINT "pay_out_offers_order_id_pay_outs_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."pay_outs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pay_out_offers" ADD CONSTRAINT "pay_out_offers_trader_id_traders_id_fk" FOREIGN KEY ("trader_id") REFERENCES "public"."traders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pay_outs" ADD CONSTRAINT "pay_outs_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pay_outs" ADD CONSTRAINT "pay_outs_trader_id_traders_id_fk" FOREIGN KEY ("trader_id") REFERENCES "public"."traders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requisite_days" ADD CONSTRAINT "requisite_days_requisite_id_requisites_id_fk" FOREIGN KEY ("requisite_id") REFERENCES "public"."requisites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requisite_slots" ADD CONSTRAINT "requisite_slots_requisite_id_requisites_id_fk" FOREIGN KEY ("requisite_id") REFERENCES "public"."requisites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requisites" ADD CONSTRAINT "requisites_trader_id_traders_id_fk" FOREIGN KEY ("trader_id") REFERENCES "public"."traders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trader_turns" ADD CONSTRAINT "trader_turns_trader_id_traders_id_fk" FOREIGN KEY ("trader_id") REFERENCES "public"."traders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traders" ADD CONSTRAINT "traders_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_webhook_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."webhook_deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_id_payment_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."payment_events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "fraud_entries_hash" ON "fraud_entries" USING btree ("kind","hash") WHERE "fraud_entries"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "fraud_flags_about" ON "fraud_flags" USING btree ("about");--> statement-breakpoint
CREATE INDEX "stores_merchant" ON "stores" USING btree ("merchant_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "movements_outside" ON "movements" USING btree ("kind",lower("outside_reference")) WHERE "movements"."state" <> 'rejected';--> statement-breakpoint
CREATE INDEX "movements_owner" ON "movements" USING btree ("owner_kind","owner_id","id");--> statement-breakpoint
CREATE INDEX "movements_state" ON "movements" USING btree ("state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_proofs_bytes" ON "order_proofs" USING btree ("order_id","sha256");--> statement-breakpoint
CREATE INDEX "order_proofs_same_bytes" ON "order_proofs" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "order_proofs_bank_reference" ON "order_proofs" USING btree ("bank_reference");--> statement-breakpoint
CREATE UNIQUE INDEX "pay_ins_reference" ON "pay_ins" USING btree ("store_id","reference");--> statement-breakpoint
CREATE INDEX "pay_ins_merchant" ON "pay_ins" USING btree ("merchant_id","id");--> statement-breakpoint
CREATE INDEX "pay_ins_store" ON "pay_ins" USING btree ("store_id","id");--> statement-breakpoint
CREATE INDEX "pay_ins_trader" ON "pay_ins" USING btree ("trader_id","id");--> statement-breakpoint
CREATE INDEX "pay_ins_team" ON "pay_ins" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "pay_ins_requisite" ON "pay_ins" USING btree ("requisite_id","id");--> statement-breakpoint
CREATE INDEX "pay_ins_payer" ON "pay_ins" USING btree ("payer_id","merchant_id","id");--> statement-breakpoint
CREATE INDEX "pay_ins_payer_ip" ON "pay_ins" USING btree ("payer_ip","id") WHERE "pay_ins"."payer_ip" is not null;--> statement-breakpoint
CREATE INDEX "pay_ins_deadline" ON "pay_ins" USING btree ("deadline") WHERE "pay_ins"."deadline" is not null;--> statement-breakpoint
CREATE INDEX "pay_ins_matching" ON "pay_ins" USING btree ("id") WHERE "pay_ins"."state" = 'matching';--> statement-breakpoint
CREATE INDEX "pay_ins_live" ON "pay_ins" USING btree ("trader_id") WHERE "pay_ins"."state" in ('assigned', 'paid_claimed', 'amount_review', 'disputed', 'late_review');--> statement-breakpoint
CREATE UNIQUE INDEX "pay_outs_reference" ON "pay_outs" USING btree ("store_id","reference");--> statement-breakpoint
CREATE INDEX "pay_outs_merchant" ON "pay_outs" USING btree ("merchant_id","id");--> statement-breakpoint
CREATE INDEX "pay_outs_store" ON "pay_outs" USING btree ("store_id","id");--> statement-breakpoint
CREATE INDEX "pay_outs_trader" ON "pay_outs" USING btree ("trader_id","id");--> statement-breakpoint
CREATE INDEX "pay_outs_team" ON "pay_outs" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "pay_outs_number" ON "pay_outs" USING btree ("number_hash","id");--> statement-breakpoint
CREATE INDEX "pay_outs_deadline" ON "pay_outs" USING btree ("deadline") WHERE "pay_outs"."deadline" is not null;--> statement-breakpoint
CREATE INDEX "pay_outs_matching" ON "pay_outs" USING btree ("id") WHERE "pay_outs"."state" = 'matching';--> statement-breakpoint
CREATE INDEX "pay_outs_live" ON "pay_outs" USING btree ("trader_id") WHERE "pay_outs"."state" in ('offered', 'accepted', 'sending', 'proof_uploaded', 'needs_support');--> statement-breakpoint
CREATE UNIQUE INDEX "requisites_number" ON "requisites" USING btree ("number_hash","method") WHERE "requisites"."state" <> 'archived';--> statement-breakpoint
CREATE INDEX "requisites_trader" ON "requisites" USING btree ("trader_id","currency","method","id");--> statement-breakpoint
CREATE INDEX "trader_turns_next" ON "trader_turns" USING btree ("currency","method","turn","trader_id") WHERE "trader_turns"."ready";--> statement-breakpoint
CREATE INDEX "traders_team" ON "traders" USING btree ("team_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_events_position" ON "payment_events" USING btree ("position");--> statement-breakpoint
CREATE INDEX "payment_events_unstamped" ON "payment_events" USING btree ("id") WHERE "payment_events"."position" is null;--> statement-breakpoint
CREATE INDEX "payment_events_merchant" ON "payment_events" USING btree ("merchant_id","position");--> statement-breakpoint
CREATE INDEX "payment_events_store" ON "payment_events" USING btree ("store_id","at");--> statement-breakpoint
CREATE INDEX "payment_events_at" ON "payment_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "webhook_attempts_endpoint" ON "webhook_attempts" USING btree ("endpoint_id","id");--> statement-breakpoint
CREATE INDEX "webhook_attempts_delivery" ON "webhook_attempts" USING btree ("delivery_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("event_id","endpoint_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("endpoint_id","due_at") WHERE "webhook_deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_leased" ON "webhook_deliveries" USING btree ("endpoint_id") WHERE "webhook_deliveries"."lease_until" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_failed" ON "webhook_deliveries" USING btree ("endpoint_id") WHERE "webhook_deliveries"."state" = 'failed';--> statement-breakpoint
CREATE INDEX "webhook_endpoints_merchant" ON "webhook_endpoints" USING btree ("merchant_id","id");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_store" ON "webhook_endpoints" USING btree ("store_id","id");