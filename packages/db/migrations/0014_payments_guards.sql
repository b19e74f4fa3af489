GRANT SELECT, INSERT, UPDATE ON fraud_entries, merchants, stores, teams, traders, requisites, requisite_days, movements, pay_ins TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON store_terms, store_traders, trader_turns, requisite_slots TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON order_events, order_proofs, fraud_flags TO mainstay_app;
--> statement-breakpoint
CREATE TRIGGER order_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_second_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the movement % was decided', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER movements_once BEFORE UPDATE ON movements FOR EACH ROW
  WHEN (OLD.state <> 'recorded' OR (NEW.id, NEW.kind, NEW.owner_kind, NEW.owner_id, NEW.purpose, NEW.amount, NEW.outside_reference, NEW.recorded_by)
    IS DISTINCT FROM (OLD.id, OLD.kind, OLD.owner_kind, OLD.owner_id, OLD.purpose, OLD.amount, OLD.outside_reference, OLD.recorded_by))
  EXECUTE FUNCTION refuse_second_movement();
--> statement-breakpoint
-- What was agreed when an order was made stays so, whatever becomes of it.
CREATE FUNCTION refuse_other_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the terms of the order % never change', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER pay_ins_terms BEFORE UPDATE ON pay_ins FOR EACH ROW
  WHEN ((NEW.id, NEW.merchant_id, NEW.store_id, NEW.reference, NEW.currency, NEW.method, NEW.amount, NEW.rate_id, NEW.rate, NEW.value, NEW.merchant_fee, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.merchant_id, OLD.store_id, OLD.reference, OLD.currency, OLD.method, OLD.amount, OLD.rate_id, OLD.rate, OLD.value, OLD.merchant_fee, OLD.created_at)
    OR OLD.requisite_id IS NOT NULL AND (NEW.trader_id, NEW.team_id, NEW.requisite_id, NEW.payable, NEW.held, NEW.trader_fee, NEW.commission)
      IS DISTINCT FROM (OLD.trader_id, OLD.team_id, OLD.requisite_id, OLD.payable, OLD.held, OLD.trader_fee, OLD.commission))
  EXECUTE FUNCTION refuse_other_terms();
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON pay_outs, pay_out_offers TO mainstay_app;
--> statement-breakpoint
CREATE TRIGGER pay_outs_terms BEFORE UPDATE ON pay_outs FOR EACH ROW
  WHEN ((NEW.id, NEW.merchant_id, NEW.store_id, NEW.reference, NEW.currency, NEW.method, NEW.bank, NEW.holder, NEW.number_hash, NEW.amount, NEW.rate_id, NEW.rate, NEW.value, NEW.worth, NEW.merchant_fee, NEW.hold_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.merchant_id, OLD.store_id, OLD.reference, OLD.currency, OLD.method, OLD.bank, OLD.holder, OLD.number_hash, OLD.amount, OLD.rate_id, OLD.rate, OLD.value, OLD.worth, OLD.merchant_fee, OLD.hold_id, OLD.created_at))
  EXECUTE FUNCTION refuse_other_terms();

--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE (position) ON payment_events TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON feed_readers, webhook_endpoints, webhook_deliveries TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON webhook_attempts TO mainstay_app;
--> statement-breakpoint
CREATE TRIGGER payment_events_stamped_once BEFORE UPDATE ON payment_events
  FOR EACH ROW WHEN (OLD.position IS NOT NULL) EXECUTE FUNCTION refuse_second_stamp();
