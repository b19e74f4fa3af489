import { type JobCtx, notify, paragraph, type SendAnswer, template } from "@mainstay/core";
import { deliverWith } from "@mainstay/core/platform/notifications/deliver";
import { forgetRecipient } from "@mainstay/core/platform/notifications/forget-recipient";
import { deliveries, deliveryAttempts, outbox, transaction } from "@mainstay/db";
import { testAccount, testDatabase, testProcess } from "@mainstay/testing";
import { asc } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { keepOnce } from "./job-promise.ts";

const words = () => ({ subject: "Notice", blocks: [paragraph("hello")] });
const notice = template("test.notice", {
  kind: "operations",
  data: z.object({}),
  example: {},
  en: words,
  ru: words,
});
const accepted = { outcome: "accepted", answer: "250", reference: "<id>" } as const;
const delayed = (retryAfterSeconds: number | null = null) =>
  ({ outcome: "delayed", answer: "451", retryAfterSeconds }) as const;

/** One delivery, and runs of its job whose attempts end when the test says so. */
async function stage() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const { db } = database;
  const { services } = stack.use(await testProcess(database));
  const { id: accountId, email, locale } = await testAccount(services);
  const to = { accountId, email, locale, timeZone: "UTC" };
  await transaction(db, (tx) => notify(services, tx, to, notice, {}));
  const [delivery] = await db.select().from(deliveries);
  const [promise] = await db.select().from(outbox);
  if (!delivery || !promise) throw new Error("nothing was promised");
  const deliver = deliverWith([notice]);

  return {
    db,
    accountId,
    /** As far as the other side, which then answers what `answers` is told. */
    async run() {
      const reached = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<SendAnswer>();
      const ctx: JobCtx = {
        ...services,
        mailer: {
          appUrl: services.mailer.appUrl,
          send: () => {
            reached.resolve();
            return answer.promise;
          },
        },
        jobId: promise.id,
        attempt: 1,
        signal: new AbortController().signal,
        once: (effect) => keepOnce(db, promise, effect),
      };
      const end = deliver(ctx, { deliveryId: delivery.id }).then(
        () => "done",
        () => "to be tried again",
      );
      await Promise.race([
        reached.promise,
        end.then((how) => Promise.reject(new Error(`the run is ${how} without an attempt`))),
      ]);
      return (said: SendAnswer): Promise<string> => {
        answer.resolve(said);
        return end;
      };
    },
    async log() {
      const [row] = await db.select().from(deliveries);
      const attempts = await db
        .select()
        .from(deliveryAttempts)
        .orderBy(asc(deliveryAttempts.number));
      return {
        state: row?.state,
        hasEnded: row?.endedAt != null,
        attempts: attempts.map(({ outcome }) => outcome),
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("a delivery", () => {
  it.each([null, 900])(
    "whose account closed during an attempt stays withheld, whatever is to wait (%s)",
    async (seconds) => {
      await using at = await stage();
      const answer = await at.run();
      await transaction(at.db, (tx) => forgetRecipient(tx, at.accountId));
      await answer(delayed(seconds));
      expect(await at.log()).toEqual({ state: "withheld", hasEnded: true, attempts: ["delayed"] });
    },
  );

  it.each([null, 900])(
    "that an earlier run ended stays sent when a later one is to wait (%s)",
    async (seconds) => {
      await using at = await stage();
      const first = await at.run();
      const second = await at.run();
      expect(await first(accepted)).toBe("done");
      await second(delayed(seconds));
      const attempts = ["accepted", "delayed"];
      expect(await at.log()).toEqual({ state: "sent", hasEnded: true, attempts });
    },
  );

  it.each([null, 900])(
    "that a later run has gone on with ends by what that one learns (%s)",
    async (seconds) => {
      await using at = await stage();
      const first = await at.run();
      const second = await at.run();
      await first(delayed(seconds));
      expect(await at.log()).toMatchObject({ state: "sending", attempts: ["delayed", null] });
      expect(await second(accepted)).toBe("done");
      const attempts = ["delayed", "accepted"];
      expect(await at.log()).toEqual({ state: "sent", hasEnded: true, attempts });
    },
  );
});
