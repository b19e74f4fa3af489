/** A table program takes what begins like this for a formula, and runs it. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: string | number | null): string => {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Lines as RFC 4180 has them, each with its end. */
export const csvOf = (rows: Iterable<readonly (string | number | null)[]>): string =>
  Array.from(rows, (row) => `${row.map(cell).join(",")}\r\n`).join("");
