import type { AccountRef } from "@mainstay/contracts";
import type { Journal, Leg } from "@mainstay/core";
import fc from "fast-check";
import { v5 } from "uuid";
import { anyMove, clearing, debtAccount, fees, outside, wallet } from "./ledger.ts";
import {
  aboutOther,
  type Asked,
  changed,
  journalOf,
  type Plan,
  withId,
} from "./ledger-operations.ts";

const personOf = (index: number): string => v5(`${index}`, "5f0b6a5e-2f0e-4c58-9a4b-6d1c2f7e9a04");

interface Scope {
  /** How many have a wallet in each currency; the first few are in most journals. */
  readonly people: number;
  /** How many operations a transaction has at most. */
  readonly together: number;
}

/** What is asked at random: mostly what works, and of everything that must not a good share. */
export function ledgerPlans({ people, together }: Scope): fc.Arbitrary<Plan> {
  const currency = fc.constantFrom("USDT", "USDT", "RUB");
  const person = fc
    .oneof(fc.nat(Math.min(people, 5) - 1), fc.nat(people - 1))
    .map((index) => personOf(index));
  // They hold nearly as much as an account can; in their currency the platform's accounts are too full to fold.
  const whale = fc.nat(2).map((index) => wallet(personOf(index), "BTC"));
  const amount = fc.oneof(
    { weight: 30, arbitrary: fc.bigInt(1n, 100n) },
    { weight: 12, arbitrary: fc.bigInt(1n, 3_000n) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(0n, -1n, -1_000n, 2n ** 63n, 2n ** 64n),
    },
  );
  const huge = fc.bigInt(2n ** 63n - 10n, 2n ** 63n - 1n);
  const own = fc
    .tuple(person, currency, fc.nat(9))
    .map(([one, of, kind]) => (kind === 0 ? debtAccount.of(one, of) : wallet(one, of)));
  const anyAccount = fc.oneof(
    { weight: 6, arbitrary: own },
    {
      weight: 1,
      arbitrary: currency.chain((of) => fc.constantFrom(fees(of), outside(of), clearing(of))),
    },
    { weight: 1, arbitrary: whale },
  );

  const between = (
    accounts: (
      one: string,
      other: string,
      of: string,
    ) => readonly [debit: AccountRef, credit: AccountRef],
    size = amount,
  ): fc.Arbitrary<Leg[]> =>
    fc.tuple(person, person, currency, size).map(([one, other, of, sum]) => {
      const [debit, credit] = accounts(one, other, of);
      return [{ debit, credit, amount: sum }];
    });
  const movement: fc.Arbitrary<Leg[]> = fc.oneof(
    { weight: 20, arbitrary: between((one, other, of) => [wallet(one, of), wallet(other, of)]) },
    {
      weight: 8,
      arbitrary: between((one, _, of) => [outside(of), wallet(one, of)], fc.bigInt(1n, 5_000n)),
    },
    { weight: 8, arbitrary: between((one, _, of) => [wallet(one, of), fees(of)]) },
    { weight: 4, arbitrary: between((one, _, of) => [wallet(one, of), outside(of)]) },
    { weight: 3, arbitrary: between((one, _, of) => [debtAccount.of(one, of), wallet(one, of)]) },
    { weight: 3, arbitrary: between((one, _, of) => [wallet(one, of), debtAccount.of(one, of)]) },
    { weight: 2, arbitrary: between((_one, _other, of) => [outside(of), fees(of)]) },
    {
      weight: 3,
      arbitrary: fc.tuple(person, person, currency, amount).map(([one, other, of, sum]) => [
        { debit: wallet(one, of), credit: clearing(of), amount: sum },
        { debit: clearing(of), credit: wallet(other, of), amount: sum },
      ]),
    },
    // Between whatever there is: the same twice, two currencies, clearing left open.
    {
      weight: 3,
      arbitrary: fc
        .tuple(anyAccount, anyAccount, amount)
        .map(([debit, credit, sum]) => [{ debit, credit, amount: sum }]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom("NOPE", "ETH"), person, amount)
        .map(([of, one, sum]) => [{ debit: outside(of), credit: wallet(one, of), amount: sum }]),
    },
  );
  const legs = fc
    .array(movement, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.flat().slice(0, 4));
  const newJournal = legs.map((made) => (asked: Asked) => journalOf(asked.newId(), made));
  const pick = fc.nat(63);

  const again = pick.map((which) => (asked: Asked) => asked.journal(which));
  const clashing = fc
    .tuple(pick, fc.nat(5), movement)
    .map(([which, how, other]) => (asked: Asked) => {
      const before = asked.journal(which);
      return before && changed(before, how, other);
    });
  const whaleJournal = fc
    .tuple(whale, whale, huge, fc.nat(3))
    .map(([one, other, sum, way]) => (asked: Asked) => {
      const debit = [outside("BTC"), debtAccount.of(one.ownerId, "BTC")][way] ?? one;
      return journalOf(asked.newId(), [{ debit, credit: other, amount: sum }]);
    });
  const batched = fc.oneof(
    { weight: 16, arbitrary: newJournal },
    { weight: 2, arbitrary: again },
    { weight: 2, arbitrary: clashing },
    { weight: 1, arbitrary: whaleJournal },
  );
  const postOf = (journal: fc.Arbitrary<(asked: Asked) => Journal>): fc.Arbitrary<Plan> =>
    journal.map((make) => (asked) => ({ do: "post", journal: make(asked) }));
  const post = postOf(newJournal);
  const batch = fc
    .array(fc.tuple(batched, fc.nat(9)), { minLength: 1, maxLength: 24 })
    .map((makers): Plan => (asked) => {
      const journals: Journal[] = [];
      for (const [make, twice] of makers) {
        const journal = make(asked);
        if (journal) journals.push(journal);
        const earlier = journals[twice];
        // A neighbour in the same batch, as it is or changed.
        if (earlier && twice < 2) journals.push(twice === 0 ? earlier : changed(earlier, 0, []));
      }
      return { do: "batch", journals };
    });
  const heldFrom = fc.oneof(
    { weight: 20, arbitrary: fc.tuple(own, amount) },
    { weight: 1, arbitrary: fc.tuple(whale, huge) },
  );
  const hold = fc.tuple(heldFrom, fc.nat(9)).map(([[from, sum], expiry]): Plan => (asked) => ({
    do: "hold",
    hold: {
      id: asked.newId(),
      kind: anyMove,
      ref: "test:hold",
      from,
      amount: sum,
      ...(expiry < 2
        ? { expiresAt: new Date(expiry === 0 ? Date.now() - 1_000 : Date.now() + 86_400_000) }
        : {}),
    },
  }));
  const settle = fc
    .tuple(
      pick,
      fc.nat(19),
      fc.array(fc.tuple(anyAccount, amount), { minLength: 1, maxLength: 3 }),
      person,
    )
    .map(([which, how, parts, one]): Plan => (asked) => {
      const held = asked.hold(which);
      const of = held?.from.currency ?? "USDT";
      const sum = held?.amount ?? 1n;
      const fee = sum / 10n;
      const to = (account: AccountRef, part: bigint) => ({ account, amount: part });
      const ways = [
        ...Array.from({ length: 6 }, () => [to(wallet(one, of), sum)]),
        ...Array.from({ length: 4 }, () => [to(wallet(one, of), sum - fee), to(fees(of), fee)]),
        ...Array.from({ length: 4 }, () => [to(wallet(one, of), (sum + 1n) / 2n)]),
        [to(wallet(one, of), sum), to(fees(of), 1n)],
        [],
      ];
      return {
        do: "settle",
        settlement: {
          id: asked.newId(),
          kind: anyMove,
          ref: "test:settle",
          hold: how === 19 ? (asked.id(which) ?? asked.newId()) : (held?.id ?? asked.newId()),
          to: ways[how] ?? parts.map(([account, part]) => to(account, part)),
        },
      };
    });
  const voided = fc.tuple(pick, fc.nat(9)).map(([which, how]): Plan => (asked) => ({
    do: "void",
    voiding: {
      id: asked.newId(),
      kind: anyMove,
      ref: "test:void",
      hold: (how === 0 ? asked.id(which) : asked.hold(which)?.id) ?? asked.newId(),
    },
  }));
  const reverse = fc.tuple(pick, fc.nat(9)).map(([which, how]): Plan => (asked) => {
    const another = how < 3 ? asked.id(which) : how < 5 ? asked.reversed(which) : undefined;
    const reverses = another ?? asked.journal(which)?.id ?? asked.newId();
    return {
      do: "reverse",
      reversal: { id: asked.newId(), kind: anyMove, ref: "test:reverse", reverses },
    };
  });
  const repeat = pick.map(
    (which): Plan =>
      (asked) =>
        asked.operation(which) ?? { do: "fold" },
  );
  const clash = fc
    .tuple(pick, fc.nat(5), movement, fc.nat(4), hold, settle, voided, reverse)
    .map(([which, how, other, as, ...plans]): Plan => (asked) => {
      const journal = asked.journal(which);
      const id = asked.id(which) ?? asked.newId();
      const plan = plans[as];
      if (plan) return withId(plan(asked), id);
      return { do: "post", journal: journal ? changed(journal, how, other) : journalOf(id, other) };
    });
  const single = fc.oneof(
    { weight: 30, arbitrary: post },
    { weight: 14, arbitrary: hold },
    { weight: 12, arbitrary: settle },
    { weight: 5, arbitrary: voided },
    { weight: 5, arbitrary: reverse },
    { weight: 5, arbitrary: repeat },
    { weight: 5, arbitrary: clash },
    { weight: 1, arbitrary: postOf(whaleJournal) },
  );
  const inTransaction = fc
    .tuple(
      fc.array(fc.oneof(post, hold, settle, voided, reverse, clash), {
        minLength: 1,
        maxLength: together,
      }),
      fc.boolean(),
    )
    .map(([plans, commits]): Plan => (asked) => ({
      do: "together",
      operations: plans.map((plan) => plan(asked)),
      commits,
    }));
  // Two that only their ids tell apart; what was said of one is then said of the other.
  const twins = fc
    .tuple(
      fc.oneof(
        movement.map((made) => journalOf("", made)),
        hold,
      ),
      fc.oneof(settle, voided, reverse),
    )
    .map(([what, then]): Plan => (asked) => {
      const [one, other, end] = [asked.newId(), asked.newId(), asked.newId()];
      const made =
        typeof what === "function" ? what(asked) : ({ do: "post", journal: what } as const);
      const about = then(asked);
      const operations = [
        withId(made, one),
        withId(made, other),
        withId(aboutOther(about, one), end),
        withId(aboutOther(about, other), end),
      ];
      return { do: "together", operations, commits: true };
    });
  return fc.oneof(
    { weight: 75, arbitrary: single },
    // Several calls in a transaction lock as they come, and callers at once would only deadlock.
    { weight: together > 1 ? 1 : 0, arbitrary: twins },
    { weight: 10, arbitrary: batch },
    { weight: 5, arbitrary: inTransaction },
    { weight: 1, arbitrary: fc.constant<Plan>(() => ({ do: "fold" })) },
    { weight: 1, arbitrary: fc.constant<Plan>(() => ({ do: "sweep" })) },
  );
}
