-- As before, but that no statement ever reads a table from one end to the other, however little the planner thinks
-- is in it (a connection keeps its plans while tables grow), that repeats are looked for by one statement, that the
-- legs' order and the holds that they end are looked at more closely.
CREATE OR REPLACE FUNCTION ledger_post(
  definitions text, accounts uuid[],
  journals uuid[], codes text[], ref_kinds text[], ref_ids text[], reversed uuid[], expiries timestamptz[],
  journal_of int[], kinds public.ledger_transfer_kind[], debits int[], credits int[], amounts bigint[], holds uuid[],
  OUT outcomes text[], OUT subjects int[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_variable
DECLARE
  most CONSTANT bigint := 9223372036854775807;
  journal_count CONSTANT int := cardinality(journals);
  leg_count CONSTANT int := cardinality(amounts);
  posted_at timestamptz; posted_before boolean[];
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
  IF array_lower(journals, 1) <> 1 THEN RAISE EXCEPTION 'journals must be counted from one'; END IF;

  -- A leg that ends a hold moves between the hold's accounts.
  IF holds IS NOT NULL THEN
    FOR k IN 1..leg_count LOOP
      IF kinds[k] IN ('post', 'void') THEN
        SELECT t.debit_id, t.credit_id, t.amount, t.expires_at INTO r_debit, r_credit, r_amount, r_expires
          FROM public.ledger_transfers t WHERE t.journal_id = holds[k] AND t.leg = 0 AND t.kind = 'pending';
        IF FOUND THEN
          held[k] := r_amount; lapses[k] := r_expires; amounts[k] := CASE kinds[k] WHEN 'void' THEN r_amount ELSE coalesce(amounts[k], r_amount) END;
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

  posted_before := ARRAY(SELECT (SELECT true FROM public.ledger_transfers t WHERE t.journal_id = journals[j.place] AND t.leg = 0)
                           FROM generate_subscripts(journals, 1) j (place) ORDER BY j.place);
  FOR j IN 1..journal_count LOOP
    first := last + 1; last := first;
    IF array_position(journal_of, j) IS DISTINCT FROM first THEN RAISE EXCEPTION 'legs must be given journal by journal'; END IF;
    WHILE last < leg_count AND journal_of[last + 1] = j LOOP last := last + 1; END LOOP;

    IF posted_before[j] THEN
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
          IF held[k] IS NULL THEN outcome := 'hold_unknown'; subject := k; EXIT legs; END IF;
          IF cw[c] < held[k] - most THEN outcome := 'overflow'; subject := c; EXIT legs; END IF;
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
-- What happens most, with the least work: one journal whose legs are posted at once, between accounts that the
-- platform owes (credit side) or that have no floor. It goes by account and not by leg, and only accepts: where
-- `ledger_post` would refuse, find a repeat, open an account or look closer, it answers false and has written
-- nothing, and the caller asks that.
CREATE FUNCTION ledger_post_plain(
  accounts uuid[], journal uuid, code text, ref_kind text, ref_id text, debits int[], credits int[], amounts bigint[]
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_variable
DECLARE
  most CONSTANT bigint := 9223372036854775807;
  legs CONSTANT int := cardinality(amounts);
  places CONSTANT int := cardinality(accounts);
  x public.ledger_accounts; before public.ledger_accounts;
  kept int := 0; d bigint; c bigint; ds bigint[]; cs bigint[]; versions bigint[];
  entries public.ledger_entries[]; posted_at timestamptz; written int;
BEGIN
  <<plain>>
  BEGIN
    -- No sum below can overflow; many legs are quicker where they are gone through once.
    EXIT plain WHEN legs NOT BETWEEN 1 AND 8 OR array_lower(amounts, 1) <> 1 OR most / 32 < ANY (amounts);
    FOR i IN 1..places LOOP
      SELECT * INTO x FROM public.ledger_accounts t WHERE t.id = accounts[i] AND t.floor IS NOT NULL FOR NO KEY UPDATE;
      IF FOUND THEN
        EXIT plain WHEN kept + 1 < i OR (x.lock_rank, x.id) <= (before.lock_rank, before.id) OR x.currency <> before.currency
          OR x.normal_side = 'debit' OR greatest(x.debits_posted, x.credits_posted) > most / 2;
        kept := i; posted_at := greatest(posted_at, x.moved_at);
      ELSE
        SELECT * INTO x FROM public.ledger_accounts t WHERE t.id = accounts[i] AND t.floor IS NULL AND t.purpose <> 'clearing';
        EXIT plain WHEN NOT FOUND OR x.currency <> before.currency;
      END IF;
      before := x; d := 0; c := 0;
      FOR k IN 1..legs LOOP
        CASE i
          WHEN debits[k] THEN
            d := d + amounts[k];
            -- The row of an account without a floor may be full.
            IF kept = i THEN EXIT plain WHEN x.credits_posted + c - x.debits_posted - d - x.debits_pending < x.floor; END IF;
          WHEN credits[k] THEN c := c + amounts[k];
          ELSE CONTINUE;
        END CASE;
        IF kept = i THEN
          x.version := x.version + 1;
          entries := entries || ROW(x.id, x.version, CASE i WHEN debits[k] THEN -amounts[k] ELSE amounts[k] END,
            x.credits_posted + c - x.debits_posted - d, journal, k - 1, NULL)::public.ledger_entries;
        END IF;
      END LOOP;
      ds[i] := d; cs[i] := c; versions[i] := x.version;
    END LOOP;
    EXIT plain WHEN EXISTS (SELECT FROM public.ledger_transfers t WHERE t.journal_id = journal);

    posted_at := greatest(posted_at, date_trunc('milliseconds', clock_timestamp()));
    INSERT INTO public.ledger_transfers (journal_id, leg, debit_id, credit_id, amount, kind, code, ref_kind, ref_id, debit_appends, credit_appends, at)
      SELECT journal, l.k - 1, accounts[debits[l.k]], accounts[credits[l.k]], amounts[l.k], 'posted', code, ref_kind, ref_id,
             debits[l.k] > kept, credits[l.k] > kept, posted_at
        FROM (SELECT generate_subscripts(amounts, 1) k) l
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written < legs THEN
      RAISE EXCEPTION 'another transaction posted the same journal' USING ERRCODE = 'serialization_failure';
    END IF;
    INSERT INTO public.ledger_entries (account_id, version, delta, balance_after, journal_id, leg, at)
      SELECT e.account_id, e.version, e.delta, e.balance_after, e.journal_id, e.leg, posted_at FROM unnest(entries) e;
    FOR i IN 1..kept LOOP
      UPDATE public.ledger_accounts t
         SET debits_posted = t.debits_posted + ds[i], credits_posted = t.credits_posted + cs[i],
             version = versions[i], moved_at = posted_at
       WHERE t.id = accounts[i];
    END LOOP;
    FOR i IN kept + 1..places LOOP
      INSERT INTO public.ledger_tails (account_id, debits_posted, credits_posted, debits_pending, credits_pending)
        VALUES (accounts[i], ds[i], cs[i], 0, 0);
    END LOOP;
    RETURN true;
  END;
  RETURN false;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION ledger_post_plain FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_post_plain TO mainstay_app;
--> statement-breakpoint
CREATE TRIGGER ledger_adjustments_kept BEFORE DELETE OR TRUNCATE ON ledger_adjustments
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
