-- What the application's role may do with identity's tables. Accounts and keys are ended, never deleted.
GRANT SELECT, INSERT, UPDATE ON accounts, factor_resets, api_keys TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_ups, mailed_tokens, email_changes, guesses, sessions,
  refresh_tokens, sign_in_challenges, signing_keys, devices, totp_factors, recovery_codes, grants TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON password_history, inbox_mails TO mainstay_app;
--> statement-breakpoint
-- Erasing somebody takes away where from and with what they came, not that they came.
GRANT SELECT, INSERT, DELETE, UPDATE (ip, browser, system, country, city) ON login_history TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON audit_seals TO mainstay_app;
--> statement-breakpoint
GRANT UPDATE (position) ON audit_rows TO mainstay_app;
--> statement-breakpoint
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- An audit row gets its position once, after its commit; nothing else of it ever changes.
DROP TRIGGER audit_rows_append_only ON audit_rows;
--> statement-breakpoint
CREATE TRIGGER audit_rows_append_only BEFORE DELETE OR TRUNCATE ON audit_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_all_but_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.position IS NOT NULL OR to_jsonb(NEW) - 'position' IS DISTINCT FROM to_jsonb(OLD) - 'position' THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_rows_stamped_once BEFORE UPDATE ON audit_rows
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_stamp();
