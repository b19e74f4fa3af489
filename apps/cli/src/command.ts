import { parseArgs, type ParseArgsConfig } from "node:util";

/** Something the caller can mend: it is told in one line, without a stack. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

export interface Given {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

export interface Command {
  /** Lines of what can be typed, without the command's name, and what it does. */
  readonly usage: readonly (readonly [typed: string, does: string])[];
  readonly options?: Readonly<Record<string, { type: "string" | "boolean"; about: string }>>;
  /** What a reader should know besides. */
  readonly notes?: readonly string[];
  /** Answers with the exit code. */
  run(given: Given): Promise<number>;
}

const everywhere: NonNullable<Command["options"]> = {
  help: { type: "boolean", about: "Show this" },
  verbose: { type: "boolean", about: "Show where an error comes from" },
};

export function parse(command: Command, args: readonly string[]): Given {
  const options = { ...everywhere, ...command.options };
  const config: ParseArgsConfig = {
    args: [...args],
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type }]) => [name, { type }]),
    ),
  };
  try {
    const { positionals, values } = parseArgs(config);
    return { positionals, values: values as Given["values"] };
  } catch (error) {
    throw new CommandError(
      `${(error as Error).message.split(". ", 1)[0]}. --help shows what there is.`,
      {
        cause: error,
      },
    );
  }
}

export function help(name: string, command: Command): string {
  const usage = command.usage.map(([typed, does]) => [
    `pnpm mainstay ${name} ${typed}`.trimEnd(),
    does,
  ]);
  const options = Object.entries({ ...command.options, ...everywhere }).map(
    ([option, { type, about }]) => [`--${option}${type === "string" ? " <value>" : ""}`, about],
  );
  const notes = command.notes ?? [];
  return [
    ...columns(usage),
    "",
    ...columns(options),
    ...(notes.length > 0 ? ["", ...notes] : []),
    "",
  ].join("\n");
}

/** Rows with their columns aligned; the last one takes what it needs. */
export function columns(rows: readonly (readonly (string | undefined)[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell = ""] of row.slice(0, -1).entries()) {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell = "", at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

export const print = (...lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
};
