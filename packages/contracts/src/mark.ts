import { z } from "zod";

/**
 * What an input field must not leave behind. `secret`: a password, token, code or key. `personal`: what
 * closing an account has to erase. Neither is written into the audit, which can never be changed.
 */
export type Mark = "secret" | "personal";

const marks = z.registry<{ mark: Mark }>();

/** The last step of a schema: whatever is chained to it makes another schema, without the mark. */
export const secret = <S extends z.ZodType>(schema: S): S => {
  marks.add(schema, { mark: "secret" });
  return schema;
};
export const personal = <S extends z.ZodType>(schema: S): S => {
  marks.add(schema, { mark: "personal" });
  return schema;
};

export const markOf = (schema: z.ZodType): Mark | undefined => marks.get(schema)?.mark;
