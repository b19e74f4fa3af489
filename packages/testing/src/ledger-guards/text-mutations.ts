/** A definition in which one text, which must stand there once, becomes another. */
export interface TextMutation {
  /** The trigger or the function. */
  readonly of: string;
  readonly replace: string;
  readonly by: string;
  /** The probe that must fail then. */
  readonly fails: string;
}

export function mutated(
  definition: string,
  { of, replace, by }: Omit<TextMutation, "fails">,
): string {
  const parts = definition.split(replace);
  if (parts.length !== 2)
    throw new Error(`${of} has ${parts.length - 1} of what is to be replaced: ${replace}`);
  return parts.join(by);
}

/** For tables of mutations: in this function or trigger this probe fails when that becomes this. */
export const failing =
  (of: string) =>
  (fails: string, replace: string, by = ""): TextMutation => ({ of, replace, by, fails });
