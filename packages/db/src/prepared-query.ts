import { DrizzleQueryError } from "drizzle-orm";
import pg from "pg";

type Value = string | number | bigint | boolean | null;
export type PreparedValue = Value | Uint8Array | readonly string[];
type Fields = readonly ((text: string) => unknown)[];

/** What pg's connection has beyond its types: the names that its client heard the server confirm. */
type Connection = pg.Connection & { readonly parsedStatements: Record<string, string | undefined> };

const described = new WeakMap<object, Map<string, Fields>>();

export interface Statement {
  /** The server keeps what it parsed under it; none: it is parsed each time. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly PreparedValue[];
  /** Its rows are not asked for, where it has any. */
  readonly silent?: true;
}

/**
 * Statements in one write, before one Sync: where one fails, the server runs none of those after it. The last
 * is asked: its columns are described once a connection, and not with each answer. Beside pg's own query,
 * which describes and builds a result each time, that costs half the client's time.
 */
export class PreparedQuery implements pg.Submittable {
  /** The last of them is asked, and those before it are told. */
  readonly #all: readonly Statement[];
  readonly #asked: Statement;
  readonly #last: number;
  readonly #values: readonly (string | null)[][];
  readonly #rows: unknown[][] = [];
  readonly #done = Promise.withResolvers<unknown[][]>();
  #connection: Connection | null = null;
  #fields: Fields | undefined;
  #refused: Error | null = null;
  #run = 0;
  /** The server's word for what it did last. */
  command = "";

  constructor(asked: Statement, told: readonly Statement[] = []) {
    this.#asked = asked;
    this.#all = [...told, asked];
    this.#last = told.length;
    this.#values = this.#all.map(({ values }) => values.map(asSent));
  }

  get rows(): Promise<unknown[][]> {
    return this.#done.promise;
  }
  /** How many of them were run, and not refused. */
  get run(): number {
    return this.#run;
  }
  /** Of the one that is being run: by these pg's client notes what the server has parsed. */
  get name(): string {
    return this.#current.name;
  }
  get text(): string {
    return this.#current.text;
  }
  get #current(): Statement {
    return this.#all[this.#run] ?? this.#asked;
  }

  submit(connection: pg.Connection): Error | null {
    const { parsedStatements } = (this.#connection = connection as Connection);
    for (const { name, text } of this.#all) {
      if ((parsedStatements[name] ?? text) !== text)
        return new Error(`The name ${name} already means another statement.`);
    }
    this.#fields = described.get(connection)?.get(this.#asked.name);
    const parsed = new Set<string>();
    connection.stream.cork();
    for (const [index, { name, text }] of this.#all.entries()) {
      if (parsedStatements[name] === undefined && (name === "" || !parsed.has(name))) {
        connection.parse({ name, text, types: [] }, true);
        parsed.add(name);
      }
      connection.bind({ statement: name, values: this.#values[index] ?? [] }, true);
      const isAsked = index === this.#last && this.#asked.silent === undefined;
      if (isAsked && !this.#fields) connection.describe({ type: "P" }, true);
      connection.execute({}, true);
    }
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly { dataTypeID: number }[] }): void {
    this.#fields = fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID, "text"));
    const connection = this.#connection;
    if (!connection || this.#asked.name === "") return;
    const known = described.get(connection) ?? new Map<string, Fields>();
    described.set(connection, known.set(this.#asked.name, this.#fields));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (this.#run < this.#last) return;
    this.#rows.push(
      fields.map((text, index) => (text === null ? null : this.#fields?.[index]?.(text))),
    );
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#run += 1;
    this.command = text;
  }
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  handleError(error: Error): void {
    this.#refused = error;
    this.#done.reject(error);
  }
  handleReadyForQuery(): void {
    if (!this.#refused) this.#done.resolve(this.#rows);
  }
}

/** As Drizzle tells of its own: by it a fault of our database is told from one of another service. */
export const queryError = (text: string, error: unknown): DrizzleQueryError =>
  new DrizzleQueryError(text, [], error instanceof Error ? error : new Error(String(error)));

const asSent = (value: PreparedValue): string | null => {
  if (value === null) return null;
  if (typeof value !== "object") return String(value);
  if (value instanceof Uint8Array) return String.raw`\x${Buffer.from(value).toString("hex")}`;
  if (!Array.isArray(value)) throw new Error("A value of a statement cannot be sent as it is.");
  return `{${value.map((text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(",")}}`;
};
