import {
  anyone,
  type ContractTree,
  mutation,
  permission,
  query,
  reason,
  subscription,
} from "@mainstay/contracts";
import type { Actor, Ctx, Tracked, UseCase } from "@mainstay/core";
import type { Db, Tx } from "@mainstay/db";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

/** What must not compile. Each expectation is an error to the type check once the misuse is let through. */
const Note = z.object({ text: z.string() });
const unknown = reason("notes.unknown", {
  kind: "not_found",
  message: "There is no note {id}.",
  details: z.object({ id: z.string() }),
});
const closed = reason("notes.closed", { kind: "conflict", message: "Closed." });
const readNotes = permission("notes.read", { roles: [] });
const contract = {
  hello: query({ summary: "h", access: anyone, output: Note }),
  get: query({ summary: "g", access: readNotes, output: Note, errors: [unknown] }),
  write: mutation({ summary: "w", access: readNotes, output: Note }),
  watch: subscription({ summary: "s", access: readNotes, output: Note }),
} satisfies ContractTree;

declare const hello: UseCase<typeof contract.hello>;
declare const get: UseCase<typeof contract.get>;
declare const write: UseCase<typeof contract.write>;
declare const watch: UseCase<typeof contract.watch>;
implement(contract, { hello, get, write, watch });

// @ts-expect-error a handler is missing
implement(contract, { hello, get, write });
// @ts-expect-error a handler is not in the contract
implement(contract, { hello, get, write, watch, other: hello });
// @ts-expect-error a handler answers with another output
implement(contract, { hello: async () => ({ text: 1 }), get, write, watch });
// @ts-expect-error a subscription is not a promise
implement(contract, { hello, get, write, watch: async () => ({ id: "1", data: { text: "" } }) });

implement(contract, {
  // @ts-expect-error a public procedure's actor may be nobody
  hello: async (ctx) => ({ text: ctx.actor.name }),
  get: async (ctx) => ({ text: ctx.actor.name }),
  write,
  watch,
});
implement(contract, {
  hello,
  // @ts-expect-error its contract does not declare this reason
  get: async (ctx) => ctx.fail(closed()),
  write,
  watch,
});
implement(contract, {
  hello,
  // @ts-expect-error a query has no transaction
  get: async (ctx: Ctx<never, Tx, Actor>) => ({ text: String(ctx.requestId) }),
  // @ts-expect-error a mutation has no pool
  write: async (ctx: Ctx<never, Db, Actor>) => ({ text: String(ctx.requestId) }),
  watch: async function* (): AsyncGenerator<Tracked<{ text: string }>> {},
});

declare const mayFailClosed: (ctx: Ctx<"notes.closed">) => Promise<void>;
const useCase = async (ctx: Ctx<"notes.unknown">): Promise<void> => {
  // @ts-expect-error what it calls can fail with a reason that is not among its own
  await mayFailClosed(ctx);
  ctx.fail(unknown({ id: "a" }));
};
void useCase;

// @ts-expect-error a reason's details are its own
unknown({ name: "a" });
// @ts-expect-error access must be stated
query({ summary: "no access", output: Note });
const notes = implement(contract, { hello, get, write, watch });
// @ts-expect-error a module of the contract is not implemented
assemble({ notes: contract, other: contract }, { notes });
