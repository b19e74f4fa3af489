/** A table program takes what begins like this for a formula, and runs it. */
const formula = /^[=+\-@＝＋－＠\t\r\n]/;
/** One that separates by semicolons or tabs begins a cell inside of ours, one that heeds no quotes a row. */
const innerFormula = /([;\t\r\n]"*)(?=[=+\-@＝＋－＠])/g;

const cell = (value: string | number | null): string => {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = (formula.test(value) ? `'${value}` : value).replace(innerFormula, "$1'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Lines as RFC 4180 has them, each with its end. */
export const csvOf = (rows: Iterable<readonly (string | number | null)[]>): string =>
  Array.from(rows, (row) => `${row.map(cell).join(",")}\r\n`).join("");
