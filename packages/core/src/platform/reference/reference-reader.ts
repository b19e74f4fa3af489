import { type Currency, currencyUnknown, type ReferenceData } from "@mainstay/contracts";
import { type Db, snapshot, type Tx, wakeAfterCommit } from "@mainstay/db";
import type { Ctx } from "../../context.ts";
import type { Bus } from "../../ports.ts";
import { KeptUntilChanged } from "../kept-until-changed.ts";
import { readItems } from "./read-items.ts";

export interface ReferenceReader {
  /** What is active. */
  all(): Promise<ReferenceData>;
  /** Also one that is inactive: amounts in it are still there. */
  currency(code: string): Promise<KnownCurrency | undefined>;
}
export interface KnownCurrency extends Currency {
  readonly active: boolean;
}

const topic = "reference";

/** In every process, whatever was kept of the reference data is then read again. */
export const wakeReference = (tx: Tx): void => wakeAfterCommit(tx, topic);

/** Reference data, kept in the process until somebody edits it. */
export class CachedReference implements ReferenceReader {
  readonly #kept: KeptUntilChanged<Loaded>;

  constructor({ db, bus }: { db: Db; bus: Bus }) {
    this.#kept = new KeptUntilChanged({ bus, topic, load: () => load(db) });
  }

  async all(): Promise<ReferenceData> {
    return (await this.#kept.get()).active;
  }

  async currency(code: string): Promise<KnownCurrency | undefined> {
    return (await this.#kept.get()).currencies.get(code);
  }
}

/** The currency of that code with its digits, or the call ends with `platform.currency_unknown`. */
export async function requireCurrency(
  ctx: Pick<Ctx<"platform.currency_unknown">, "fail" | "reference">,
  code: string,
): Promise<KnownCurrency> {
  return (await ctx.reference.currency(code)) ?? ctx.fail(currencyUnknown({ currency: code }));
}

interface Loaded {
  readonly active: ReferenceData;
  readonly currencies: ReadonlyMap<string, KnownCurrency>;
}

/** Of one moment: a bank is never shown without its country. */
const load = (db: Db): Promise<Loaded> =>
  snapshot(db, async (tx) => {
    const all = await readItems.currency(tx);
    const currencies = all.filter(isActive);
    const countries = (await readItems.country(tx)).filter(isActive);
    const isOpen = (codes: readonly { code: string }[], code: string): boolean =>
      codes.some((one) => one.code === code);
    // Who joins them by their codes finds each.
    const methods = (await readItems.payment_method(tx)).filter(isActive).map((method) => ({
      ...method,
      currencies: method.currencies.filter((code) => isOpen(currencies, code)),
    }));
    const active = {
      currencies,
      networks: (await readItems.network(tx)).filter(isActive),
      countries,
      banks: (await readItems.bank(tx))
        .filter(isActive)
        .filter(({ country }) => isOpen(countries, country)),
      paymentMethods: methods.filter((method) => method.currencies.length > 0),
    };
    return { active, currencies: new Map(all.map((one) => [one.code, one])) };
  });

const isActive = ({ active }: { active: boolean }): boolean => active;
