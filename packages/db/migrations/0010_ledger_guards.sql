-- Balances are updated in place, beside the version before.
ALTER TABLE ledger_accounts SET (fillfactor = 50);
--> statement-breakpoint
-- Everything else is written by the functions below, with their owner's rights.
GRANT SELECT ON ledger_accounts, ledger_tails, ledger_transfers, ledger_entries, ledger_hold_expiries TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON ledger_adjustments TO mainstay_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE (told_at) ON ledger_reconciliations TO mainstay_app;
--> statement-breakpoint
CREATE TRIGGER ledger_transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_accounts_kept BEFORE DELETE OR TRUNCATE ON ledger_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_unsound_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'only the platform''s accounts go without a floor, and only a receivable is a debt'
    USING ERRCODE = 'check_violation';
END $$;
--> statement-breakpoint
-- A trigger and not a check, which every update of a balance would pay for.
CREATE TRIGGER ledger_accounts_sound BEFORE INSERT ON ledger_accounts FOR EACH ROW
  WHEN (NEW.floor < 0 OR NEW.owner_kind <> 'platform' AND (NEW.floor IS NULL OR NEW.normal_side = 'debit' AND NEW.purpose <> 'receivable'))
  EXECUTE FUNCTION refuse_unsound_account();
--> statement-breakpoint
CREATE FUNCTION refuse_other_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what the account % is never changes', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_accounts_fixed BEFORE UPDATE OF id, owner_kind, owner_id, purpose, currency, normal_side, floor, opened_at ON ledger_accounts
  FOR EACH ROW EXECUTE FUNCTION refuse_other_account();
--> statement-breakpoint
CREATE FUNCTION refuse_second_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the adjustment % was decided', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_adjustments_once BEFORE UPDATE ON ledger_adjustments FOR EACH ROW
  WHEN (OLD.state <> 'proposed' OR NEW.id <> OLD.id OR NEW.legs <> OLD.legs OR NEW.reason <> OLD.reason OR NEW.proposed_by <> OLD.proposed_by)
  EXECUTE FUNCTION refuse_second_decision();
--> statement-breakpoint
-- The only way in which money moves: journals in, an outcome for each out, in one round trip.
--
-- A journal is several legs that are posted whole or not at all; one that is refused leaves nothing and
-- fails no other. Legs name their accounts by place in `accounts`, which must be in the order of locks.
-- `definitions` opens accounts that are missing; without it a missing one makes the answer null, and the
-- caller asks again with it.
--
-- It is written for the least work in one transaction: every statement is planned once for each connection
-- (generic plans, so nothing here may be estimated by its arguments), accounts are read one by one by key,
-- and everything is written by one statement for each table.
CREATE FUNCTION ledger_post(
  definitions text, accounts uuid[],
  journals uuid[], codes text[], ref_kinds text[], ref_ids text[], reversed uuid[], expiries timestamptz[],
  journal_of int[], kinds public.ledger_transfer_kind[], debits int[], credits int[], amounts bigint[], holds uuid[],
  OUT outcomes text[], OUT subjects int[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_variable
DECLARE
  most CONSTANT bigint := 9223372036854775807;
  journal_count CONSTANT int := cardinality(journals);
  leg_count CONSTANT int := cardinality(amounts);
  posted_at timestamptz;
  -- By place. `dp` debits posted, `cp` credits posted, `dw` and `cw` those that wait.
  ids uuid[] := accounts;
  lock_order int[];
  currency text[]; debit_side boolean[]; kept boolean[]; clearing boolean[]; least_balance bigint[];
  dp bigint[]; cp bigint[]; dw bigint[]; cw bigint[]; versions bigint[];
  entries public.ledger_entries[] := '{}';
  accepted int[] := '{}'; resolved uuid[] := '{}';
  -- As they were before the journal that is looked at.
  dp0 bigint[]; cp0 bigint[]; dw0 bigint[]; cw0 bigint[]; versions0 bigint[]; entries0 int; resolved0 uuid[];
  held bigint[]; lapses timestamptz[];
  locked int[]; appended int[]; any_clearing boolean := false;
  first int; last int := 0; earlier int; written int;
  place int; outcome text; subject int; same boolean;
  d int; c int; a bigint;
  disordered boolean; last_rank smallint; last_id uuid; r_rank smallint; r_id uuid; r_moved_at timestamptz;
  r_currency text; r_purpose text; r_debit_side boolean; r_floor bigint;
  r_dp bigint; r_cp bigint; r_dw bigint; r_cw bigint; r_version bigint;
  r_debit uuid; r_credit uuid; r_amount bigint; r_expires timestamptz;
BEGIN
  IF definitions IS NOT NULL THEN
    INSERT INTO public.ledger_accounts (id, owner_kind, owner_id, purpose, currency, normal_side, floor, lock_rank)
      SELECT f.id, f.owner_kind, f.owner_id, f.purpose, f.currency, f.normal_side, f.floor, f.lock_rank
        FROM json_populate_recordset(NULL::public.ledger_accounts, definitions::json) f
       ORDER BY f.id ON CONFLICT DO NOTHING;
  END IF;
  outcomes := array_fill('posted'::text, ARRAY[journal_count]);
  IF journal_count = 0 THEN RETURN; END IF;

  -- A leg that ends a hold moves between the hold's accounts.
  IF holds IS NOT NULL THEN
    FOR k IN 1..leg_count LOOP
      IF kinds[k] IN ('post', 'void') THEN
        SELECT t.debit_id, t.credit_id, t.amount, t.expires_at INTO r_debit, r_credit, r_amount, r_expires
          FROM public.ledger_transfers t WHERE t.journal_id = holds[k] AND t.leg = 0 AND t.kind = 'pending';
        IF FOUND THEN
          held[k] := r_amount; lapses[k] := r_expires; amounts[k] := coalesce(amounts[k], r_amount);
          debits[k] := array_position(ids, r_debit);
          IF debits[k] IS NULL THEN ids := ids || r_debit; debits[k] := cardinality(ids); END IF;
          credits[k] := array_position(ids, r_credit);
          IF credits[k] IS NULL THEN ids := ids || r_credit; credits[k] := cardinality(ids); END IF;
        END IF;
      END IF;
    END LOOP;
    SELECT array_agg(u.place ORDER BY x.lock_rank, x.id) INTO lock_order
      FROM unnest(ids) WITH ORDINALITY u (id, place) JOIN public.ledger_accounts x USING (id);
    -- One that is missing has no place in the order, and must not be found once locks are held.
    IF definitions IS NULL AND cardinality(lock_order) < cardinality(ids) THEN outcomes := NULL; RETURN; END IF;
  END IF;

  FOR i IN 1..coalesce(cardinality(lock_order), cardinality(ids)) LOOP
    place := CASE WHEN lock_order IS NULL THEN i ELSE lock_order[i] END;
    SELECT x.currency, x.normal_side = 'debit', x.floor,
           x.debits_posted, x.credits_posted, x.debits_pending, x.credits_pending, x.version, x.moved_at,
           (x.lock_rank, x.id) <= (last_rank, last_id), x.lock_rank, x.id
      INTO r_currency, r_debit_side, r_floor, r_dp, r_cp, r_dw, r_cw, r_version, r_moved_at, disordered, r_rank, r_id
      FROM public.ledger_accounts x WHERE x.id = ids[place] AND x.floor IS NOT NULL FOR NO KEY UPDATE;
    IF FOUND THEN
      locked := locked || place;
      IF disordered THEN RAISE EXCEPTION 'ledger accounts must be given in the order of their locks, each once'; END IF;
      last_rank := r_rank; last_id := r_id; posted_at := greatest(posted_at, r_moved_at);
      currency[place] := r_currency; kept[place] := true; debit_side[place] := r_debit_side; least_balance[place] := r_floor;
      dp[place] := r_dp; cp[place] := r_cp; dw[place] := r_dw; cw[place] := r_cw; versions[place] := r_version;
    ELSE
      -- Each statement sees what was committed before it: one with a floor may be there by now, and is not locked.
      SELECT x.currency, x.purpose INTO r_currency, r_purpose FROM public.ledger_accounts x WHERE x.id = ids[place] AND x.floor IS NULL;
      IF FOUND THEN
        appended := appended || place;
        currency[place] := r_currency; kept[place] := false; clearing[place] := r_purpose = 'clearing';
        any_clearing := any_clearing OR clearing[place];
        -- Only what this call adds.
        dp[place] := 0; cp[place] := 0; dw[place] := 0; cw[place] := 0; versions[place] := 0;
      ELSIF definitions IS NULL THEN
        outcomes := NULL; RETURN;
      END IF;
    END IF;
  END LOOP;
  -- With the locks held, and not before the last movement even where the clock was set back: an account's times
  -- grow with its versions.
  posted_at := greatest(posted_at, date_trunc('milliseconds', clock_timestamp()));

  FOR j IN 1..journal_count LOOP
    first := last + 1; last := first;
    WHILE last < leg_count AND journal_of[last + 1] = j LOOP last := last + 1; END LOOP;

    IF EXISTS (SELECT FROM public.ledger_transfers t WHERE t.journal_id = journals[j]) THEN
      SELECT count(*) = last - first + 1 AND bool_and(
               t.debit_id = ids[debits[first + t.leg]] AND t.credit_id = ids[credits[first + t.leg]]
               AND t.amount = amounts[first + t.leg] AND t.kind = kinds[first + t.leg]
               AND t.hold_id IS NOT DISTINCT FROM holds[first + t.leg]
               AND t.code = codes[j] AND t.ref_kind = ref_kinds[j] AND t.ref_id = ref_ids[j]
               AND t.reverses IS NOT DISTINCT FROM reversed[j])
        INTO same FROM public.ledger_transfers t WHERE t.journal_id = journals[j];
      outcomes[j] := CASE WHEN same THEN 'repeated' ELSE 'conflict' END;
      CONTINUE;
    END IF;
    IF journal_count > 1 THEN
      earlier := array_position(journals, journals[j]);
      WHILE earlier < j AND outcomes[earlier] <> 'posted' LOOP
        earlier := coalesce(array_position(journals, journals[j], earlier + 1), j);
      END LOOP;
      IF earlier < j THEN
        written := array_position(journal_of, earlier);
        same := codes[earlier] = codes[j] AND ref_kinds[earlier] = ref_kinds[j] AND ref_ids[earlier] = ref_ids[j]
          AND reversed[earlier] IS NOT DISTINCT FROM reversed[j]
          AND array_length(array_positions(journal_of, earlier), 1) = last - first + 1;
        FOR k IN first..last LOOP
          EXIT WHEN NOT same;
          same := debits[k] = debits[written + k - first] AND credits[k] = credits[written + k - first]
            AND amounts[k] = amounts[written + k - first] AND kinds[k] = kinds[written + k - first]
            AND holds[k] IS NOT DISTINCT FROM holds[written + k - first];
        END LOOP;
        outcomes[j] := CASE WHEN same THEN 'repeated' ELSE 'conflict' END;
        CONTINUE;
      END IF;
    END IF;
    IF journal_count > 1 OR any_clearing THEN
      dp0 := dp; cp0 := cp; dw0 := dw; cw0 := cw; versions0 := versions; entries0 := cardinality(entries); resolved0 := resolved;
    END IF;
    outcome := 'posted'; subject := NULL;
    IF reversed IS NOT NULL AND reversed[j] IS NOT NULL
       AND (EXISTS (SELECT FROM public.ledger_transfers t WHERE t.reverses = reversed[j] AND t.leg = 0)
            OR EXISTS (SELECT FROM unnest(accepted) l WHERE reversed[journal_of[l]] = reversed[j])) THEN
      outcome := 'reversed';
    END IF;

    <<legs>>
    FOR k IN first..last LOOP
      EXIT legs WHEN outcome <> 'posted';
      d := debits[k]; c := credits[k]; a := amounts[k];
      IF (currency[d] = currency[c]) IS NOT TRUE THEN
        subject := k;
        IF d IS NULL OR c IS NULL THEN outcome := 'hold_unknown';
        ELSIF currency[d] IS NULL THEN outcome := 'account_unknown'; subject := d;
        ELSIF currency[c] IS NULL THEN outcome := 'account_unknown'; subject := c;
        ELSE outcome := 'currency_mixed'; END IF;
        EXIT legs;
      END IF;
      IF kinds[k] = 'pending' THEN
        -- The lock of the account that is held from is what settles and voids queue for.
        IF NOT kept[d] THEN RAISE EXCEPTION 'nothing can be held on an account without a floor'; END IF;
        IF a > most - dw[d] THEN outcome := 'overflow'; subject := d; EXIT legs; END IF;
        IF a > most - cw[c] THEN outcome := 'overflow'; subject := c; EXIT legs; END IF;
        dw[d] := dw[d] + a; cw[c] := cw[c] + a;
      ELSE
        IF kinds[k] <> 'posted' THEN
          IF holds[k] = ANY (resolved)
             OR EXISTS (SELECT FROM public.ledger_transfers t WHERE t.hold_id = holds[k] AND t.kind IN ('post', 'void')) THEN
            outcome := 'hold_resolved'; subject := k; EXIT legs;
          END IF;
          IF a > held[k] THEN outcome := 'hold_exceeded'; subject := k; EXIT legs; END IF;
          IF kinds[k] = 'post' AND lapses[k] <= posted_at THEN outcome := 'hold_expired'; subject := k; EXIT legs; END IF;
          dw[d] := dw[d] - held[k]; cw[c] := cw[c] - held[k];
          resolved := resolved || holds[k];
        END IF;
        IF kinds[k] <> 'void' THEN
          IF greatest(dp[d], cp[c]) > most - a THEN
            outcome := 'overflow'; subject := CASE WHEN dp[d] > most - a THEN d ELSE c END; EXIT legs;
          END IF;
          dp[d] := dp[d] + a; cp[c] := cp[c] + a;
          IF kept[d] THEN
            versions[d] := versions[d] + 1;
            entries := entries || ROW(ids[d], versions[d], CASE WHEN debit_side[d] THEN a ELSE -a END,
              CASE WHEN debit_side[d] THEN dp[d] - cp[d] ELSE cp[d] - dp[d] END, journals[j], k - first, posted_at)::public.ledger_entries;
          END IF;
          IF kept[c] THEN
            versions[c] := versions[c] + 1;
            entries := entries || ROW(ids[c], versions[c], CASE WHEN debit_side[c] THEN -a ELSE a END,
              CASE WHEN debit_side[c] THEN dp[c] - cp[c] ELSE cp[c] - dp[c] END, journals[j], k - first, posted_at)::public.ledger_entries;
          END IF;
        END IF;
      END IF;
      -- A debit takes from what is owed to somebody, a credit from what somebody owes.
      IF NOT debit_side[d] AND cp[d] - dp[d] - dw[d] < least_balance[d] THEN outcome := 'insufficient'; subject := d; EXIT legs; END IF;
      IF debit_side[c] AND dp[c] - cp[c] - cw[c] < least_balance[c] THEN outcome := 'insufficient'; subject := c; EXIT legs; END IF;
    END LOOP;
    IF any_clearing AND outcome = 'posted' THEN
      FOR i IN 1..cardinality(ids) LOOP
        IF clearing[i] AND dp[i] - dp0[i] <> cp[i] - cp0[i] THEN outcome := 'clearing_open'; EXIT; END IF;
      END LOOP;
    END IF;

    IF outcome = 'posted' THEN
      FOR k IN first..last LOOP accepted := accepted || k; END LOOP;
    ELSE
      IF subjects IS NULL THEN subjects := array_fill(NULL::int, ARRAY[journal_count]); END IF;
      outcomes[j] := outcome; subjects[j] := subject;
      IF journal_count = 1 THEN RETURN; END IF;
      dp := dp0; cp := cp0; dw := dw0; cw := cw0; versions := versions0; entries := entries[:entries0]; resolved := resolved0;
    END IF;
  END LOOP;
  IF accepted = '{}' THEN RETURN; END IF;

  INSERT INTO public.ledger_transfers (journal_id, leg, debit_id, credit_id, amount, kind, hold_id, expires_at,
      code, ref_kind, ref_id, reverses, debit_appends, credit_appends, at)
    SELECT journals[journal_of[l]], l - array_position(journal_of, journal_of[l]), ids[debits[l]], ids[credits[l]],
           amounts[l], kinds[l], holds[l], expiries[journal_of[l]],
           codes[journal_of[l]], ref_kinds[journal_of[l]], ref_ids[journal_of[l]], reversed[journal_of[l]],
           NOT kept[debits[l]], NOT kept[credits[l]], posted_at
      FROM unnest(accepted) l
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS written = ROW_COUNT;
  -- Accounts without a floor are not locked, so two can post the same journal between them. One waited here
  -- for the other, and finds it when it begins again.
  IF written < cardinality(accepted) THEN
    RAISE EXCEPTION 'another transaction posted the same journal' USING ERRCODE = 'serialization_failure';
  END IF;
  INSERT INTO public.ledger_entries (account_id, version, delta, balance_after, journal_id, leg, at)
    SELECT e.account_id, e.version, e.delta, e.balance_after, e.journal_id, e.leg, e.at FROM unnest(entries) e;
  UPDATE public.ledger_accounts x
     SET debits_posted = dp[l], credits_posted = cp[l], debits_pending = dw[l], credits_pending = cw[l],
         version = versions[l], moved_at = posted_at
    FROM unnest(locked) l
   WHERE x.id = ids[l] AND (x.version <> versions[l] OR x.debits_pending <> dw[l] OR x.credits_pending <> cw[l]);
  IF appended IS NOT NULL THEN
    INSERT INTO public.ledger_tails (account_id, debits_posted, credits_posted, debits_pending, credits_pending)
      SELECT ids[l], dp[l], cp[l], dw[l], cw[l] FROM unnest(appended) l
       WHERE (dp[l], cp[l], dw[l], cw[l]) <> (0, 0, 0, 0);
  END IF;
  IF expiries IS NOT NULL THEN
    INSERT INTO public.ledger_hold_expiries (hold_id, expires_at)
      SELECT journals[journal_of[l]], expiries[journal_of[l]] FROM unnest(accepted) l
       WHERE kinds[l] = 'pending' AND expiries[journal_of[l]] IS NOT NULL;
  END IF;
  IF holds IS NOT NULL THEN
    DELETE FROM public.ledger_hold_expiries x WHERE x.hold_id = ANY (resolved);
  END IF;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION ledger_post FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_post TO mainstay_app;
--> statement-breakpoint
-- Adds tails to their accounts' rows and deletes them in the same statement: a balance is always the row and
-- what the same snapshot shows of its tail, whenever either is read. A tail whose transaction has not
-- committed is not seen, and stays for the next time. At most so many of each account; what its row has no
-- room for stays too, and keeps no other account from being folded.
CREATE FUNCTION ledger_fold(at_most int, OUT folded int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- One at a time: two would lock the accounts' rows in different orders.
  IF NOT pg_try_advisory_xact_lock(7311220) THEN folded := 0; RETURN; END IF;
  WITH picked AS MATERIALIZED (
    SELECT t.* FROM (SELECT DISTINCT x.account_id FROM public.ledger_tails x) d
     CROSS JOIN LATERAL (SELECT y.ctid place, y.* FROM public.ledger_tails y WHERE y.account_id = d.account_id LIMIT at_most) t
  ), sums AS MATERIALIZED (
    SELECT s.account_id, sum(s.debits_posted) dp, sum(s.credits_posted) cp, sum(s.debits_pending) dw, sum(s.credits_pending) cw,
           count(*) n FROM picked s GROUP BY s.account_id
  ), fit AS MATERIALIZED (
    SELECT s.* FROM sums s JOIN public.ledger_accounts a ON a.id = s.account_id
     WHERE greatest(a.debits_posted + s.dp, a.credits_posted + s.cp, a.debits_pending + s.dw, a.credits_pending + s.cw) <= 9223372036854775807
  ), gone AS (
    DELETE FROM public.ledger_tails t
     WHERE t.ctid = ANY (ARRAY(SELECT s.place FROM picked s WHERE s.account_id IN (SELECT f.account_id FROM fit f)))
  ), added AS (
    UPDATE public.ledger_accounts a
       SET debits_posted = a.debits_posted + f.dp, credits_posted = a.credits_posted + f.cp,
           debits_pending = a.debits_pending + f.dw, credits_pending = a.credits_pending + f.cw
      FROM fit f WHERE a.id = f.account_id
    RETURNING f.n
  )
  SELECT coalesce(sum(n), 0) INTO folded FROM added;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION ledger_fold FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_fold TO mainstay_app;
--> statement-breakpoint
-- An account's times grow with its versions, which have no gap: the last version of a time is found by halving.
CREATE FUNCTION ledger_version_at(account uuid, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  low bigint := 0;
  high bigint := coalesce((SELECT max(e.version) FROM public.ledger_entries e WHERE e.account_id = account), 0);
  middle bigint;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT e.at FROM public.ledger_entries e WHERE e.account_id = account AND e.version = middle) <= moment
    THEN low := middle; ELSE high := middle - 1; END IF;
  END LOOP;
  RETURN low;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION ledger_version_at FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_version_at TO mainstay_app;
