import { DrizzleQueryError } from "drizzle-orm";
import pg from "pg";

type Value = string | number | bigint | boolean | null;
export type PreparedValue = Value | Uint8Array | readonly string[];
type Fields = readonly ((text: string) => unknown)[];

/** What pg's connection has beyond its types: the names that its client heard the server confirm. */
type Connection = pg.Connection & { readonly parsedStatements: Record<string, string | undefined> };

const described = new WeakMap<object, Map<string, Fields>>();

/**
 * A statement in one write, whose columns are described once a connection and not with each answer. Beside
 * pg's own query, which describes and builds a result each time, it costs half the client's time.
 */
export class PreparedQuery implements pg.Submittable {
  /** By these pg's client notes what the server has parsed. */
  readonly name: string;
  readonly text: string;
  readonly #values: readonly PreparedValue[];
  readonly #rows: unknown[][] = [];
  readonly #done = Promise.withResolvers<unknown[][]>();
  #connection: Connection | null = null;
  #fields: Fields | undefined;
  #refused: Error | null = null;
  /** The server's word for what it did. */
  command = "";

  constructor(name: string, text: string, values: readonly PreparedValue[]) {
    this.name = name;
    this.text = text;
    this.#values = values;
  }

  get rows(): Promise<unknown[][]> {
    return this.#done.promise;
  }

  submit(connection: pg.Connection): Error | null {
    this.#connection = connection as Connection;
    const { parsedStatements } = this.#connection;
    this.#fields = described.get(connection)?.get(this.name);
    const parsed = parsedStatements[this.name];
    if (parsed !== undefined && parsed !== this.text)
      return new Error(`The name ${this.name} already means another statement.`);
    const values = this.#values.map(asSent);
    connection.stream.cork();
    if (parsed === undefined) {
      connection.parse({ name: this.name, text: this.text, types: [] }, true);
    }
    connection.bind({ statement: this.name, values }, true);
    if (!this.#fields) connection.describe({ type: "P" }, true);
    connection.execute({}, true);
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly { dataTypeID: number }[] }): void {
    this.#fields = fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID, "text"));
    const connection = this.#connection;
    if (!connection) return;
    const known = described.get(connection) ?? new Map<string, Fields>();
    described.set(connection, known.set(this.name, this.#fields));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.#rows.push(
      fields.map((text, index) => (text === null ? null : this.#fields?.[index]?.(text))),
    );
  }

  handleCommandComplete({ text }: { text: string }): void {
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
  return `{${value.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(",")}}`;
};
