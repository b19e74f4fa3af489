import { randomUUID } from "node:crypto";
import { DomainError } from "@mainstay/contracts";
import { Actor, type AuditEntry, type Ctx, makeCtx, writeAudit } from "@mainstay/core";
import { type Db, type Tx, transaction } from "@mainstay/db";
import { createServices, type Env, readEnv, silent } from "@mainstay/runtime";
import { CommandError } from "./command.ts";

/** Whoever has a shell here, with the environment's rights: as the audit names them. */
const actor = new Actor({ name: "system:cli", roles: ["admin"] });

const fromNowhere = { ip: null, userAgent: null, browser: null, audit: () => {} };

export interface Operator {
  readonly env: Env;
  /** What questions are asked with. */
  readonly ctx: Ctx<string, Db>;
  /** Runs a use case in a transaction, with a row in the audit. */
  change<I, O>(
    action: string,
    useCase: (ctx: Ctx<string, Tx>, input: I) => Promise<O>,
    input: I,
    /** For use cases that leave the entry to their caller. */
    entry?: AuditEntry,
  ): Promise<O>;
}

/** Gives `work` what a use case needs, and closes it all again. */
export async function asOperator<T>(
  work: (operator: Operator) => Promise<T>,
  env: Env = readEnv(),
): Promise<T> {
  await using services = await createServices(env, { name: "cli", log: silent });
  await reachDatabase(services.db);
  const { db, clock } = services;
  const requestId = `cli-${randomUUID()}`;
  const { signal } = new AbortController();
  const occasion = { db, actor, requestId, signal, ...fromNowhere };
  const ctx = makeCtx<string, Db, Actor>(services, occasion);

  const change: Operator["change"] = async (action, useCase, input, entry) => {
    const told = await transaction(services.db, async (tx) => {
      let noted: AuditEntry | null = entry ?? null;
      const audit = (added: AuditEntry): void => {
        noted = { ...noted, ...added };
      };
      const write = (outcome: string): void =>
        writeAudit(tx, {
          at: clock.now(),
          actor: actor.name,
          realActor: null,
          action,
          outcome,
          ip: null,
          requestId,
          entry: noted,
          asked: {},
        });
      try {
        const done = await useCase({ ...ctx, db: tx, audit }, input);
        write("done");
        return { done };
      } catch (error) {
        // What a refusal wrote is kept; anything else undoes all of it.
        if (!(error instanceof DomainError && error.keep)) throw error;
        write(error.reason);
        return { refused: error };
      }
    });
    if (told.refused) throw told.refused;
    return told.done;
  };
  return await work({ env, ctx, change });
}

async function reachDatabase(db: Db): Promise<void> {
  try {
    await db.$client.query("select 1");
  } catch (error) {
    const why = (error as { code?: string }).code ?? (error as Error).message;
    throw new CommandError(
      `The database of DATABASE_URL does not answer (${why}). In development \`pnpm dev\` runs it; \`pnpm mainstay doctor\` says more.`,
      { cause: error },
    );
  }
}
