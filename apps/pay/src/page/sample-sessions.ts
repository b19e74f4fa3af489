import type { PaymentSession } from "@mainstay/sdk";

/** Payments as tests and those who look at the page want them, each in a state of its own. */
const began = Date.parse("2026-03-01T12:00:00Z");
const inMinutes = (minutes: number): string => new Date(began + minutes * 60_000).toISOString();
const rub = (amount: string) => ({ amount, currency: "RUB" });

const base: PaymentSession = {
  id: "0195a7a0-0000-7000-8000-000000000001",
  state: "choosing",
  sequence: 0,
  store: {
    title: "Coffee & Books",
    logo: null,
    successUrl: "https://shop.example.com/thanks",
    failureUrl: "https://shop.example.com/cart",
  },
  money: rub("12500.00"),
  language: null,
  choices: [
    {
      method: "card",
      names: { en: "Bank card", ru: "Банковская карта" },
      banks: [
        { code: "sber", names: { en: "Sberbank", ru: "Сбербанк" } },
        { code: "tbank", names: { en: "T-Bank", ru: "Т-Банк" } },
      ],
    },
    { method: "sbp", names: { en: "Faster payments (SBP)", ru: "СБП" }, banks: [] },
  ],
  ended: null,
  order: null,
  triesLeft: 5,
  expiresAt: inMinutes(58),
  serverTime: inMinutes(0),
};
const order = {
  id: "0195a7a0-0000-7000-8000-000000000002",
  method: "card",
  payable: rub("12500.07"),
  received: null,
  requisite: {
    method: "card",
    bank: "sber",
    bankNames: { en: "Sberbank", ru: "Сбербанк" },
    number: "2200150123456789",
    holder: "IVAN PETROV",
  },
  deadline: inMinutes(14.5),
  claimedAt: null,
  receipts: 0,
};
const tried = { ...base, choices: [], sequence: 1_001, triesLeft: 4 };
const claimed = { ...order, claimedAt: inMinutes(-2), deadline: inMinutes(19) };
const done = { ...claimed, requisite: null, deadline: null };

export const sampleSessions = {
  choosing: base,
  choosing_again: { ...base, sequence: 1_003, ended: "expired", triesLeft: 4 },
  choosing_nothing: { ...base, choices: [] },
  searching: {
    ...tried,
    state: "searching",
    order: { ...order, payable: null, requisite: null, deadline: inMinutes(3) },
  },
  paying: { ...tried, state: "paying", sequence: 1_002, order },
  paying_phone: {
    ...tried,
    state: "paying",
    sequence: 1_002,
    order: {
      ...order,
      payable: rub("12500.00"),
      requisite: { ...order.requisite, method: "sbp", number: "+79123456789" },
    },
  },
  paying_soon: {
    ...tried,
    state: "paying",
    sequence: 1_002,
    order: { ...order, deadline: inMinutes(1.6) },
  },
  checking: { ...tried, state: "checking", sequence: 1_003, order: claimed },
  checking_late: {
    ...tried,
    state: "checking",
    sequence: 1_003,
    order: { ...claimed, deadline: null, receipts: 2 },
  },
  paid: { ...tried, state: "paid", sequence: 1_004, order: done },
  paid_in_part: {
    ...tried,
    state: "paid_in_part",
    sequence: 1_004,
    order: { ...done, received: rub("9000.00") },
  },
  returned: { ...tried, state: "returned", sequence: 1_005, order: done },
  over: { ...tried, state: "over", sequence: 1_004, ended: "no_trader", triesLeft: 0, order: done },
} satisfies Record<string, PaymentSession>;
