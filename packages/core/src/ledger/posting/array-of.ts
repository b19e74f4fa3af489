type Plain = string | number | bigint | null;

/** An array as Postgres writes it. Ids, numbers, times and kinds need no quotes, which the driver would look for. */
export const arrayOf = (values: readonly Plain[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;

export const someOf = (values: readonly Plain[]): string | null =>
  values.some((value) => value !== null) ? arrayOf(values) : null;
