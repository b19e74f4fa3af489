CREATE TYPE "public"."ledger_side" AS ENUM('debit', 'credit');--> statement-breakpoint
CREATE TYPE "public"."ledger_transfer_kind" AS ENUM('posted', 'pending', 'post', 'void');--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"currency" text NOT NULL,
	"normal_side" "ledger_side" NOT NULL,
	"floor" bigint,
	"lock_rank" smallint NOT NULL,
	"debits_posted" bigint DEFAULT 0 NOT NULL,
	"credits_posted" bigint DEFAULT 0 NOT NULL,
	"debits_pending" bigint DEFAULT 0 NOT NULL,
	"credits_pending" bigint DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"moved_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_accounts_floor" CHECK (case "ledger_accounts"."normal_side"
        when 'credit' then "ledger_accounts"."credits_posted" - "ledger_accounts"."debits_posted" - "ledger_accounts"."debits_pending"
        else "ledger_accounts"."debits_posted" - "ledger_accounts"."credits_posted" - "ledger_accounts"."credits_pending" end >= "ledger_accounts"."floor")
);
--> statement-breakpoint
CREATE TABLE "ledger_tails" (
	"account_id" uuid NOT NULL,
	"debits_posted" bigint NOT NULL,
	"credits_posted" bigint NOT NULL,
	"debits_pending" bigint NOT NULL,
	"credits_pending" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_adjustments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"legs" jsonb NOT NULL,
	"state" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision" text,
	CONSTRAINT "ledger_adjustments_eyes" CHECK (case "ledger_adjustments"."state"
        when 'proposed' then "ledger_adjustments"."decided_by" is null
        when 'rejected' then "ledger_adjustments"."decided_by" is not null
        when 'approved' then coalesce("ledger_adjustments"."decided_by" <> "ledger_adjustments"."proposed_by", false)
        else false end)
);
--> statement-breakpoint
CREATE TABLE "ledger_reconciliations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"clean" boolean NOT NULL,
	"found" integer NOT NULL,
	"findings" jsonb NOT NULL,
	"accounts" bigint NOT NULL,
	"transfers" bigint NOT NULL,
	"told_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"account_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"delta" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"journal_id" uuid NOT NULL,
	"leg" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_entries_account_id_version_pk" PRIMARY KEY("account_id","version")
);
--> statement-breakpoint
CREATE TABLE "ledger_hold_expiries" (
	"hold_id" uuid PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_transfers" (
	"journal_id" uuid NOT NULL,
	"leg" smallint NOT NULL,
	"debit_id" uuid NOT NULL,
	"credit_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"kind" "ledger_transfer_kind" NOT NULL,
	"hold_id" uuid,
	"expires_at" timestamp (3) with time zone,
	"code" text NOT NULL,
	"ref_kind" text NOT NULL,
	"ref_id" text NOT NULL,
	"reverses" uuid,
	"debit_appends" boolean NOT NULL,
	"credit_appends" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_transfers_journal_id_leg_pk" PRIMARY KEY("journal_id","leg"),
	CONSTRAINT "ledger_transfers_amount" CHECK ("ledger_transfers"."amount" > 0),
	CONSTRAINT "ledger_transfers_sides" CHECK ("ledger_transfers"."debit_id" <> "ledger_transfers"."credit_id")
);
--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_currency_currencies_code_fk" FOREIGN KEY ("currency") REFERENCES "public"."currencies"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_accounts_owner" ON "ledger_accounts" USING btree ("owner_kind","owner_id","purpose","currency");--> statement-breakpoint
CREATE INDEX "ledger_tails_account" ON "ledger_tails" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "ledger_adjustments_state" ON "ledger_adjustments" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "ledger_reconciliations_started" ON "ledger_reconciliations" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "ledger_hold_expiries_at" ON "ledger_hold_expiries" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transfers_hold" ON "ledger_transfers" USING btree ("hold_id") WHERE "ledger_transfers"."kind" in ('post', 'void');--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transfers_reverses" ON "ledger_transfers" USING btree ("reverses") WHERE "ledger_transfers"."leg" = 0 and "ledger_transfers"."reverses" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfers_debit" ON "ledger_transfers" USING btree ("debit_id","at","journal_id","leg") WHERE "ledger_transfers"."debit_appends";--> statement-breakpoint
CREATE INDEX "ledger_transfers_credit" ON "ledger_transfers" USING btree ("credit_id","at","journal_id","leg") WHERE "ledger_transfers"."credit_appends";--> statement-breakpoint
CREATE INDEX "ledger_transfers_pending" ON "ledger_transfers" USING btree ("debit_id") WHERE "ledger_transfers"."kind" = 'pending';