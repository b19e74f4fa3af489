CREATE TABLE "audit_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"real_actor" text,
	"action" text NOT NULL,
	"target" text,
	"changes" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"ip" "inet",
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feeds" (
	"feed" text PRIMARY KEY NOT NULL,
	"last_position" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_answers" (
	"owner" text NOT NULL,
	"procedure" text NOT NULL,
	"key" text NOT NULL,
	"input_hmac" "bytea" NOT NULL,
	"outcome" text NOT NULL,
	"answer" json NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_answers_owner_procedure_key_pk" PRIMARY KEY("owner","procedure","key")
);
--> statement-breakpoint
CREATE TABLE "live_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event" text NOT NULL,
	"data" jsonb NOT NULL,
	"position" bigint,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job" text NOT NULL,
	"queue" text NOT NULL,
	"payload" jsonb NOT NULL,
	"key" text,
	"state" text DEFAULT 'pending' NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"run_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"moved_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"error" text,
	"trace" text
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"changed_by" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audit_rows_at" ON "audit_rows" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_rows_actor" ON "audit_rows" USING btree ("actor","at");--> statement-breakpoint
CREATE INDEX "audit_rows_target" ON "audit_rows" USING btree ("target","at");--> statement-breakpoint
CREATE INDEX "idempotency_answers_at" ON "idempotency_answers" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "live_events_position" ON "live_events" USING btree ("position");--> statement-breakpoint
CREATE INDEX "live_events_unstamped" ON "live_events" USING btree ("id") WHERE "live_events"."position" is null;--> statement-breakpoint
CREATE INDEX "live_events_at" ON "live_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "outbox_pending" ON "outbox" USING btree ("run_at") WHERE "outbox"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "outbox_moved" ON "outbox" USING btree ("moved_at") WHERE "outbox"."state" = 'moved';--> statement-breakpoint
CREATE INDEX "outbox_failed" ON "outbox" USING btree ("ended_at") WHERE "outbox"."state" = 'failed';--> statement-breakpoint
CREATE INDEX "outbox_ended" ON "outbox" USING btree ("ended_at") WHERE "outbox"."state" in ('done', 'discarded');--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_key_single" ON "outbox" USING btree ("job","key") WHERE "outbox"."state" in ('pending', 'moved');--> statement-breakpoint
CREATE INDEX "rate_limits_expire" ON "rate_limits" USING btree ("expire");