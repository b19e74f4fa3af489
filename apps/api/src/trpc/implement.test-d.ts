import { anyone, contract, mutation, query, reason, settingUnknown } from "@mainstay/contracts";
import type { Actor, Ctx } from "@mainstay/core";
import { getSetting, listSettings, updateSetting, watchSettings } from "@mainstay/core";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

/** What must not compile. Each expectation is an error to the type check once the misuse is let through. */
const { settings, system } = contract.platform;
const { list, get, update, watch } = {
  list: listSettings,
  get: getSetting,
  update: updateSetting,
  watch: watchSettings,
};

// @ts-expect-error a handler is missing
implement(settings, { list, get, update });
// @ts-expect-error a handler is not in the contract
implement(settings, { list, get, update, watch, other: list });
// @ts-expect-error a handler answers with another output
implement(settings, { list: async () => ({ items: [], nextCursor: 1 }), get, update, watch });
// @ts-expect-error a handler is another procedure's
implement(settings, { list: get, get, update, watch });
// @ts-expect-error a subscription is not a promise
implement(settings, { list, get, update, watch: async () => ({ id: "1", data: {} }) });

implement(system, {
  // @ts-expect-error a public procedure's actor may be nobody
  info: async (ctx) => ({ version: ctx.actor.name, time: "", oldestSdk: "" }),
  liveTicket: async (ctx) => ({ ticket: ctx.actor.name, expiresAt: "" }),
});

const closed = reason("test.closed", { kind: "conflict", message: "Closed." });
implement(settings, {
  list,
  // @ts-expect-error its contract does not declare this reason
  get: async (ctx) => ctx.fail(closed()),
  update,
  watch,
});

declare const mayFailClosed: (ctx: Ctx<"test.closed">) => Promise<void>;
const useCase = async (ctx: Ctx<"platform.setting_unknown">): Promise<void> => {
  ctx.fail(settingUnknown({ key: "a" }));
  // @ts-expect-error what it calls can fail with a reason that is not among its own
  await mayFailClosed(ctx);
};
void useCase;

// @ts-expect-error a reason's details are its own
settingUnknown({ name: "a" });
// @ts-expect-error access must be stated
query({ summary: "no access", output: z.object({}) });

const writes = {
  write: mutation({ summary: "w", access: anyone, output: z.object({ n: z.number() }) }),
};
implement(writes, {
  // @ts-expect-error a query's context has no transaction, and a mutation's is no pool
  write: async (ctx: Ctx<never, import("@mainstay/db").Db, Actor | null>) => ({ n: ctx ? 1 : 2 }),
});
// @ts-expect-error a module of the contract is not implemented
assemble({ ...contract, other: writes }, { platform: {} as never });
