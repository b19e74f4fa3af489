import { z } from "zod";
import { anyone, permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { hasUnseen } from "../unseen.ts";

const editReference = permission("platform.reference.edit", { roles: [] });

export const currencyKinds = ["fiat", "crypto", "points"] as const;
export const paymentMethodKinds = ["card", "phone", "account", "crypto", "cash"] as const;

export const CurrencyCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{1,11}$/)
  .meta({ description: "Upper-case, as markets write it.", examples: ["RUB", "USDT"] });
const NetworkCode = z
  .string()
  .regex(/^([A-Z][A-Z0-9]{1,19}|[a-z][a-z0-9-]{1,19})$/)
  .meta({ examples: ["TRC20", "bitcoin"] });
const CountryCode = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ description: "As ISO 3166-1 has it in two letters.", examples: ["KZ"] });
const Slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

const Name = z.string().trim().min(1).max(100);
const names = z.object({ en: Name, ru: Name });

const currency = {
  code: CurrencyCode,
  names,
  kind: z.enum(currencyKinds).describe("It never changes."),
  digits: z
    .int()
    .min(0)
    .max(18)
    .meta({ description: "After the point. They never change.", examples: [2] }),
};
const network = { code: NetworkCode, names };
const country = { code: CountryCode, names };
const bank = {
  code: Slug.meta({ examples: ["sber"] }),
  names,
  country: CountryCode.meta({ examples: ["RU"] }),
};
const paymentMethod = {
  code: Slug.meta({ examples: ["card", "sbp"] }),
  names,
  kind: z.enum(paymentMethodKinds),
  currencies: z.array(CurrencyCode).min(1).max(100).describe("In which it can be paid."),
};

export const Currency = z.object(currency).meta({ id: "Currency" });
export type Currency = z.output<typeof Currency>;
export const ReferenceData = z
  .object({
    currencies: z.array(Currency),
    networks: z.array(z.object(network).meta({ id: "Network" })),
    countries: z.array(z.object(country).meta({ id: "Country" })),
    banks: z.array(z.object(bank).meta({ id: "Bank" })),
    paymentMethods: z.array(z.object(paymentMethod).meta({ id: "PaymentMethod" })),
  })
  .meta({ id: "ReferenceData", description: "What is active, by position and then by code." });
export type ReferenceData = z.output<typeof ReferenceData>;

const placed = {
  active: z.boolean().describe("What is not is kept for what refers to it, and shown to nobody."),
  position: z.int().min(0).max(100_000).describe("Lists are in this order, then by code."),
};
const SeenName = Name.refine(
  (name) => !hasUnseen(name),
  "must have no control or invisible characters",
);
/** What is told may be older than this rule. */
const edited = { names: z.object({ en: SeenName, ru: SeenName }), ...placed };
const kept = {
  ...placed,
  changed: z.object({
    at: z.iso.datetime(),
    by: z.string().describe("`system:seed` where it is as it came."),
  }),
};
const itemOf = <const K extends string, S extends z.ZodRawShape>(item: K, id: string, shape: S) =>
  z.object({ item: z.literal(item), ...shape, ...kept }).meta({ id });

export const KeptCurrency = itemOf("currency", "KeptCurrency", currency);
export const KeptNetwork = itemOf("network", "KeptNetwork", network);
export const KeptCountry = itemOf("country", "KeptCountry", country);
export const KeptBank = itemOf("bank", "KeptBank", bank);
export const KeptPaymentMethod = itemOf("payment_method", "KeptPaymentMethod", paymentMethod);
export const KeptItem = z
  .discriminatedUnion("item", [KeptCurrency, KeptNetwork, KeptCountry, KeptBank, KeptPaymentMethod])
  .meta({ id: "KeptItem" });
export type KeptItem = z.output<typeof KeptItem>;
export type ItemKind = KeptItem["item"];
const itemKinds = KeptItem.options.map((option) => option.shape.item.value);

export const currencyUnknown = reason("platform.currency_unknown", {
  kind: "not_found",
  message: "There is no currency {currency}. platform.reference.get names those there are.",
  details: z.object({ currency: z.string() }),
});
export const currencyDigitsFixed = reason("platform.currency_digits_fixed", {
  kind: "precondition",
  message:
    "{currency} has {digits} digits, and amounts are kept by them; make another currency instead.",
  details: z.object({ currency: z.string(), digits: z.int() }),
});
export const currencyKindFixed = reason("platform.currency_kind_fixed", {
  kind: "precondition",
  message:
    "{currency} is of the kind {kind}, and what refers to it relies on that; make another currency instead.",
  details: z.object({ currency: z.string(), kind: z.enum(currencyKinds) }),
});
export const bankCountryUnknown = reason("platform.bank_country_unknown", {
  kind: "precondition",
  message: "There is no country {country}; save it before its banks.",
  details: z.object({ country: z.string() }),
});
export const methodCurrencyUnknown = reason("platform.method_currency_unknown", {
  kind: "precondition",
  message: "There are no currencies {currencies}; save them before what is paid in them.",
  details: z.object({ currencies: z.array(z.string()) }),
});

const described =
  "Saves the whole item: a new one where its code is new. Nothing is deleted; what is no longer wanted is made inactive.";

export const reference = {
  get: query({
    summary: "Currencies, networks, countries, banks and payment methods that are active",
    access: anyone,
    output: ReferenceData,
    cache: { seconds: 60 },
    rest: { method: "GET", path: "/reference" },
  }),
  list: query({
    summary: "All items of one kind, also inactive ones, with who changed them and when",
    access: editReference,
    input: z.object({ ...pageInput, kind: z.enum(itemKinds) }),
    output: page(KeptItem),
    rest: { method: "GET", path: "/reference/items" },
  }),
  saveCurrency: mutation({
    summary: "Add or change a currency; its kind and digits stay as they are",
    description: described,
    access: editReference,
    input: z.object({ ...currency, ...edited }),
    output: KeptCurrency,
    errors: [currencyDigitsFixed, currencyKindFixed],
    rest: { method: "PUT", path: "/reference/currencies/{code}" },
  }),
  saveNetwork: mutation({
    summary: "Add or change a network",
    description: described,
    access: editReference,
    input: z.object({ ...network, ...edited }),
    output: KeptNetwork,
    rest: { method: "PUT", path: "/reference/networks/{code}" },
  }),
  saveCountry: mutation({
    summary: "Add or change a country",
    description: described,
    access: editReference,
    input: z.object({ ...country, ...edited }),
    output: KeptCountry,
    rest: { method: "PUT", path: "/reference/countries/{code}" },
  }),
  saveBank: mutation({
    summary: "Add or change a bank",
    description: described,
    access: editReference,
    input: z.object({ ...bank, ...edited }),
    output: KeptBank,
    errors: [bankCountryUnknown],
    rest: { method: "PUT", path: "/reference/banks/{code}" },
  }),
  savePaymentMethod: mutation({
    summary: "Add or change a payment method",
    description: described,
    access: editReference,
    input: z.object({ ...paymentMethod, ...edited }),
    output: KeptPaymentMethod,
    errors: [methodCurrencyUnknown],
    rest: { method: "PUT", path: "/reference/payment-methods/{code}" },
  }),
};
