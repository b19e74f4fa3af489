import { banks, countries, currencies, type DbOrTx, networks, paymentMethods } from "@mainstay/db";
import { asc } from "drizzle-orm";

/** All rows of a kind, also inactive ones, in the order of lists. */
export const readItems = {
  currency: (db: DbOrTx) =>
    db.select().from(currencies).orderBy(asc(currencies.position), asc(currencies.code)),
  network: (db: DbOrTx) =>
    db.select().from(networks).orderBy(asc(networks.position), asc(networks.code)),
  country: (db: DbOrTx) =>
    db.select().from(countries).orderBy(asc(countries.position), asc(countries.code)),
  bank: (db: DbOrTx) => db.select().from(banks).orderBy(asc(banks.position), asc(banks.code)),
  payment_method: (db: DbOrTx) =>
    db
      .select()
      .from(paymentMethods)
      .orderBy(asc(paymentMethods.position), asc(paymentMethods.code)),
};
