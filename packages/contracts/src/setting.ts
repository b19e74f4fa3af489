import type { z } from "zod";

/** A value an operator may change while everything runs. */
export interface Setting<K extends string = string, S extends z.ZodType = z.ZodType> {
  readonly setting: K;
  readonly schema: S;
  readonly default: z.output<S>;
  readonly description: string;
  /** A secret's value is stored encrypted and never shown again. */
  readonly secret: boolean;
}
// oxlint-disable-next-line typescript/no-explicit-any -- a list of settings holds every value type
export type AnySetting = Setting<string, any>;

export const setting = <const K extends string, S extends z.ZodType>(
  key: K,
  declared: { schema: S; default: z.output<S>; description: string; secret?: boolean },
): Setting<K, S> => ({
  setting: key,
  schema: declared.schema,
  default: declared.default,
  description: declared.description,
  secret: declared.secret ?? false,
});
