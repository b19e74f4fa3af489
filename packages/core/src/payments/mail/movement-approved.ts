import {
  type MailLocale,
  merchantBalance,
  Money,
  MovableAccount,
  MovementKind,
  teamEarnings,
  traderCollateral,
  traderEarnings,
} from "@mainstay/contracts";
import { z } from "zod";
import { type Block, facts, note, paragraph, template } from "../../platform/index.ts";

const Approved = z.object({
  kind: MovementKind,
  /** The merchant's, trader's or team's. */
  name: z.string(),
  account: MovableAccount,
  money: Money,
  outsideReference: z.string(),
});
type Approved = z.output<typeof Approved>;
const example: Approved = {
  kind: "deposit",
  name: "North",
  account: traderCollateral.name,
  money: { amount: "1250.000000", currency: "USDT" },
  outsideReference: "0x5e1d3a76fbf824220eafc8c79ad578ad2b67d01b0c2425eb1f1347e8f50882ab",
};

const accounts: Record<MailLocale, Record<z.output<typeof MovableAccount>, string>> = {
  en: {
    [merchantBalance.name]: "Balance",
    [traderCollateral.name]: "Collateral",
    [traderEarnings.name]: "Earnings",
    [teamEarnings.name]: "Commission",
  },
  ru: {
    [merchantBalance.name]: "Баланс",
    [traderCollateral.name]: "Обеспечение",
    [traderEarnings.name]: "Заработок",
    [teamEarnings.name]: "Комиссия",
  },
};
const labels = {
  en: { name: "For", account: "Account", money: "Amount", outsideReference: "Reference" },
  ru: { name: "Кому", account: "Счёт", money: "Сумма", outsideReference: "Номер перевода" },
};
const details = (
  locale: MailLocale,
  { name, account, money, outsideReference }: Approved,
): Block => {
  const label = labels[locale];
  return facts([
    { label: label.name, value: name },
    { label: label.account, value: accounts[locale][account] },
    { label: label.money, value: `${money.amount} ${money.currency}` },
    { label: label.outsideReference, value: outsideReference },
  ]);
};

export const movementApprovedNotice = template("payments.movement_approved", {
  kind: "operations",
  channels: ["email", "telegram", "push"],
  data: Approved,
  example,
  en: (data) => ({
    subject: data.kind === "deposit" ? "A deposit has arrived" : "A withdrawal has been paid out",
    blocks: [
      paragraph(
        data.kind === "deposit"
          ? "Your deposit is confirmed and stands on your account."
          : "Your withdrawal is confirmed and taken off your account.",
      ),
      details("en", data),
      note("If you do not know of it, write to support."),
    ],
  }),
  ru: (data) => ({
    subject: data.kind === "deposit" ? "Пополнение зачислено" : "Вывод средств выполнен",
    blocks: [
      paragraph(
        data.kind === "deposit"
          ? "Пополнение подтверждено и зачислено на ваш счёт."
          : "Вывод подтверждён и списан с вашего счёта.",
      ),
      details("ru", data),
      note("Если вы об этом не знаете, напишите в поддержку."),
    ],
  }),
});
