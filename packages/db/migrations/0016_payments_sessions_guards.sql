GRANT SELECT, INSERT, UPDATE ON payment_sessions TO mainstay_app;
--> statement-breakpoint
-- What a payer was asked for stays so, whatever becomes of it.
CREATE TRIGGER payment_sessions_terms BEFORE UPDATE ON payment_sessions FOR EACH ROW
  WHEN ((NEW.id, NEW.merchant_id, NEW.store_id, NEW.token_hash, NEW.reference, NEW.currency, NEW.amount, NEW.payer_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.merchant_id, OLD.store_id, OLD.token_hash, OLD.reference, OLD.currency, OLD.amount, OLD.payer_id, OLD.created_at))
  EXECUTE FUNCTION refuse_other_terms();
--> statement-breakpoint
CREATE TRIGGER pay_ins_session BEFORE UPDATE ON pay_ins FOR EACH ROW
  WHEN ((NEW.session_id, NEW.attempt) IS DISTINCT FROM (OLD.session_id, OLD.attempt))
  EXECUTE FUNCTION refuse_other_terms();

--> statement-breakpoint
-- What nobody needs any more is swept: days long gone, and looks at orders that found somebody or ended.
GRANT DELETE ON requisite_days TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON order_looks TO mainstay_app;
--> statement-breakpoint
-- Whoever has been served was so lately, as far as is known: new ones begin among them.
UPDATE trader_turns SET served_at = now() WHERE turn > 0;
