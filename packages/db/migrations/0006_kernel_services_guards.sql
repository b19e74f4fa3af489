-- What others refer to by its code is closed, never deleted.
GRANT SELECT, INSERT, UPDATE ON currencies, networks, countries, banks, payment_methods TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON rates, rate_uses TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON files, notification_preferences, telegram_links, telegram_codes,
  push_subscriptions, deliveries, delivery_attempts, suppressed_addresses, client_errors TO mainstay_app;
--> statement-breakpoint
CREATE TRIGGER rates_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rates
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER rate_uses_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rate_uses
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Amounts are kept in the smallest unit: with other digits they would be other amounts.
CREATE FUNCTION refuse_other_digits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the digits of % never change', OLD.code USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER currencies_digits BEFORE UPDATE ON currencies
  FOR EACH ROW WHEN (NEW.digits IS DISTINCT FROM OLD.digits) EXECUTE FUNCTION refuse_other_digits();
