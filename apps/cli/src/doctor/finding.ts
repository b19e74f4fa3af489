export interface Finding {
  /** `off`: not running, which may be meant. */
  readonly state: "ok" | "off" | "warn" | "fail";
  readonly about: string;
  readonly told: string;
  /** What to do; always there for a warning and a failure. */
  readonly todo?: string;
}

export const ok = (about: string, told: string): Finding => ({ state: "ok", about, told });
export const off = (about: string, told: string): Finding => ({ state: "off", about, told });
export const warn = (about: string, told: string, todo: string): Finding => ({
  state: "warn",
  about,
  told,
  todo,
});
export const fail = (about: string, told: string, todo: string): Finding => ({
  state: "fail",
  about,
  told,
  todo,
});

/** What an error says, in a line. */
export function why(error: unknown): string {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as { code?: unknown };
    if (e instanceof AggregateError) return why(e.errors[0]);
    if (!(e.cause instanceof Error)) {
      return e.message.split("\n", 1)[0] || (typeof code === "string" ? code : e.name);
    }
  }
  return String(error);
}
