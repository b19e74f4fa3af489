import type pg from "pg";
import { PreparedQuery, queryError, type Statement } from "./prepared-query.ts";

const plain = (text: string): Statement => ({ name: text, text, values: [], silent: true });

/**
 * A connection inside of a transaction. BEGIN and what is told wait for a statement that somebody awaits, and
 * go in its write; COMMIT is one.
 */
export class TxClient {
  readonly #client: pg.PoolClient;
  #waiting: Statement[] = [];
  #isBegun = false;
  #beginning: Promise<unknown> | null = null;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  begin(text: string): void {
    this.#waiting = [plain(text)];
    this.#isBegun = false;
    this.#beginning = null;
  }

  tell(statement: Statement): void {
    this.#waiting.push(statement);
  }

  async ask(statement: Statement): Promise<unknown[][]> {
    return (await this.#send(statement)).rows;
  }

  /** As Drizzle asks, whose results are pg's. */
  async query(asked: pg.QueryConfig, values?: unknown[]): Promise<unknown> {
    // Drizzle's own, of which nobody reads an answer. Going back to one is not among them: it is needed at once.
    if (/^(release )?savepoint /.test(asked.text)) return this.tell(plain(asked.text));
    const last = this.#waiting.pop();
    if (last) await this.#send(last);
    else await this.#beginning;
    return this.#client.query(asked, values);
  }

  /** Answers with the server's word for what it did. */
  async commit(): Promise<string> {
    const asksNothing = !this.#isBegun && this.#waiting.length === 1;
    if (asksNothing) return "COMMIT";
    return (await this.#send(plain("commit"))).command;
  }

  async rollback(): Promise<void> {
    this.#waiting = [];
    if (this.#isBegun) await this.#client.query("rollback");
  }

  async #send(statement: Statement): Promise<PreparedQuery> {
    // Where BEGIN failed, nothing may run after it, as it would run for itself.
    if (this.#beginning) await this.#beginning;
    const query = new PreparedQuery(statement, this.#waiting);
    this.#waiting = [];
    const answered = this.#client.query(query).rows.catch((error: unknown) => {
      throw queryError(query.text, error);
    });
    if (!this.#isBegun) {
      this.#isBegun = true;
      this.#beginning = answered.catch((error: unknown) => {
        if (query.run === 0) throw error;
      });
      // Told below, and to whoever asks next: with nobody there, it would end the process.
      this.#beginning.catch(() => undefined);
    }
    await answered;
    return query;
  }
}
