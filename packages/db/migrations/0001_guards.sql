-- What the application's role may do. A table that no migration grants is closed to it.
GRANT USAGE ON SCHEMA public TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON settings, idempotency_answers, outbox, rate_limits TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON feeds TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE (position) ON live_events TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON audit_rows TO mainstay_app;
--> statement-breakpoint
-- Readiness asks which migrations ran.
GRANT USAGE ON SCHEMA drizzle TO mainstay_app;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO mainstay_app;
--> statement-breakpoint
-- Rights can be granted again by mistake; the trigger then still refuses, the owner included.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_rows_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_second_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% % has its position already', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER live_events_stamped_once BEFORE UPDATE ON live_events
  FOR EACH ROW WHEN (OLD.position IS NOT NULL) EXECUTE FUNCTION refuse_second_stamp();
--> statement-breakpoint
-- Gives committed rows of a feed their positions. The row of `feeds` is the lock: it is released only when
-- the positions are visible, so a reader never sees 5 before 4. Each statement takes a new snapshot, so
-- what another stamper did while this one waited is seen.
CREATE FUNCTION stamp_feed(feed_name text, source regclass, at_most integer DEFAULT 1000) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  base bigint;
  stamped integer;
BEGIN
  INSERT INTO feeds (feed) VALUES (feed_name) ON CONFLICT DO NOTHING;
  SELECT last_position INTO base FROM feeds WHERE feed = feed_name FOR UPDATE;
  EXECUTE format(
    'UPDATE %1$s AS t SET position = $1 + p.n
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n
               FROM (SELECT id FROM %1$s WHERE position IS NULL ORDER BY id LIMIT $2) AS waiting) AS p
      WHERE t.id = p.id', source)
    USING base, at_most;
  GET DIAGNOSTICS stamped = ROW_COUNT;
  IF stamped > 0 THEN
    UPDATE feeds SET last_position = base + stamped WHERE feed = feed_name;
  END IF;
  RETURN stamped;
END $$;
