/** A table program takes what begins like this for a formula, and runs it. */
const formula = /^[=+\-@＝＋－＠\t\r\n]/;
/** One that separates by semicolons or tabs begins a cell inside of ours, one that heeds no quotes a row. */
const innerFormula = /([;\t\r\n]"*)(?=[=+\-@＝＋－＠])/g;

/** `decimal` is an amount that this code wrote: a minus before it makes no formula of it. */
export type Cell = string | number | null | { readonly decimal: string };

const cell = (value: Cell): string => {
  if (value === null) return "";
  if (typeof value === "object") return value.decimal;
  if (typeof value === "number") return String(value);
  const text = (formula.test(value) ? `'${value}` : value).replace(innerFormula, "$1'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Lines as RFC 4180 has them, each with its end. */
export const csvOf = (rows: Iterable<readonly Cell[]>): string =>
  Array.from(rows, (row) => `${row.map(cell).join(",")}\r\n`).join("");
