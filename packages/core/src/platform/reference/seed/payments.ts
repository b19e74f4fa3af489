import type { ReferenceData } from "@mainstay/contracts";

const named = (code: string, en: string, ru: string = en) => ({ code, names: { en, ru } });

export const networks: ReferenceData["networks"] = [
  named("TRC20", "TRON (TRC20)"),
  named("ERC20", "Ethereum (ERC20)"),
  named("BEP20", "BNB Smart Chain (BEP20)"),
  named("TON", "TON"),
  named("bitcoin", "Bitcoin"),
  named("litecoin", "Litecoin"),
];

const ofRussia = (code: string, en: string, ru: string) => ({
  ...named(code, en, ru),
  country: "RU",
});
export const banks: ReferenceData["banks"] = [
  ofRussia("sber", "Sber", "Сбер"),
  ofRussia("t-bank", "T-Bank", "Т-Банк"),
  ofRussia("vtb", "VTB", "ВТБ"),
  ofRussia("alfa", "Alfa-Bank", "Альфа-Банк"),
  ofRussia("gazprombank", "Gazprombank", "Газпромбанк"),
  ofRussia("raiffeisen", "Raiffeisenbank", "Райффайзенбанк"),
  ofRussia("sovcombank", "Sovcombank", "Совкомбанк"),
  ofRussia("rosselkhozbank", "Rosselkhozbank", "Россельхозбанк"),
  ofRussia("psb", "PSB", "ПСБ"),
  ofRussia("mts-bank", "MTS Bank", "МТС Банк"),
  ofRussia("ozon-bank", "Ozon Bank", "Озон Банк"),
  ofRussia("pochta-bank", "Pochta Bank", "Почта Банк"),
  ofRussia("ak-bars", "Ak Bars Bank", "Ак Барс Банк"),
];

const national = ["RUB", "KZT", "BYN", "UAH", "UZS", "KGS", "GEL", "AMD", "TRY", "AED"];
const international = ["USD", "EUR"];
export const paymentMethods: ReferenceData["paymentMethods"] = [
  {
    ...named("card", "Bank card", "Банковская карта"),
    kind: "card",
    currencies: [...national, ...international],
  },
  {
    ...named("sbp", "Faster payments (SBP)", "СБП"),
    kind: "phone",
    currencies: ["RUB"],
  },
  {
    ...named("phone", "By phone number", "По номеру телефона"),
    kind: "phone",
    currencies: ["RUB", "KZT", "UZS", "KGS"],
  },
  {
    ...named("account", "Bank account", "Банковский счёт"),
    kind: "account",
    currencies: [...national, ...international, "CNY", "JPY", "KWD"],
  },
  {
    ...named("crypto", "Cryptocurrency", "Криптовалюта"),
    kind: "crypto",
    currencies: ["USDT", "USDC", "BTC", "ETH", "TON", "TRX", "LTC"],
  },
  {
    ...named("cash", "Cash", "Наличные"),
    kind: "cash",
    currencies: [...national, ...international],
  },
];
