import type { Currency } from "@mainstay/contracts";

const fiat = (code: string, digits: number, en: string, ru: string): Currency => ({
  code,
  names: { en, ru },
  kind: "fiat",
  digits,
});
const crypto = (code: string, digits: number, name: string): Currency => ({
  code,
  names: { en: name, ru: name },
  kind: "crypto",
  digits,
});

/** In the order of lists. */
export const currencies: readonly Currency[] = [
  fiat("RUB", 2, "Russian ruble", "Российский рубль"),
  fiat("USD", 2, "US dollar", "Доллар США"),
  fiat("EUR", 2, "Euro", "Евро"),
  crypto("USDT", 6, "Tether USD"),
  crypto("USDC", 6, "USD Coin"),
  fiat("KZT", 2, "Kazakhstani tenge", "Казахстанский тенге"),
  fiat("BYN", 2, "Belarusian ruble", "Белорусский рубль"),
  fiat("UAH", 2, "Ukrainian hryvnia", "Украинская гривна"),
  fiat("UZS", 2, "Uzbekistani som", "Узбекский сум"),
  fiat("KGS", 2, "Kyrgyzstani som", "Киргизский сом"),
  fiat("GEL", 2, "Georgian lari", "Грузинский лари"),
  fiat("AMD", 2, "Armenian dram", "Армянский драм"),
  fiat("TRY", 2, "Turkish lira", "Турецкая лира"),
  fiat("AED", 2, "UAE dirham", "Дирхам ОАЭ"),
  fiat("CNY", 2, "Chinese yuan", "Китайский юань"),
  fiat("JPY", 0, "Japanese yen", "Японская иена"),
  fiat("KWD", 3, "Kuwaiti dinar", "Кувейтский динар"),
  crypto("BTC", 8, "Bitcoin"),
  crypto("ETH", 18, "Ether"),
  crypto("TON", 9, "Toncoin"),
  crypto("TRX", 6, "TRON"),
  crypto("LTC", 8, "Litecoin"),
  {
    code: "PTS",
    names: { en: "Loyalty points", ru: "Баллы лояльности" },
    kind: "points",
    digits: 0,
  },
];
