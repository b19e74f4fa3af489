import { testApi, testDatabase, type TestDatabase, testKeys } from "@mainstay/testing";
import { EventSource } from "eventsource";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Cuttable, cuttable } from "../fakes/cuttable.ts";
import {
  createMainstay,
  idempotencyKey,
  type Mainstay,
  type MainstayEvent,
  type MainstayOptions,
  paginate,
  safe,
  type Setting,
  type Tracked,
} from "./index.ts";

const key = "platform.outbox_days";
const other = "platform.idempotency_hours";

interface Stage {
  database: TestDatabase;
  /** By a wire of its own that is never cut. */
  direct: Mainstay;
  mainstay: Mainstay;
  wire: Cuttable;
  events: MainstayEvent[];
}

async function stage(options: Partial<MainstayOptions> = {}): Promise<Stage> {
  const database = await testDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const api = await testApi(database);
  onTestFinished(() => api[Symbol.asyncDispose]());
  const wire = await cuttable(api.url);
  onTestFinished(() => wire[Symbol.asyncDispose]());
  const events: MainstayEvent[] = [];
  const onEvent = (event: MainstayEvent): void => void events.push(event);
  const direct = createMainstay({ url: api.url, apiKey: testKeys.admin });
  const mainstay = createMainstay({ url: wire.url, apiKey: testKeys.admin, onEvent, ...options });
  onTestFinished(() => mainstay.close());
  return { database, direct, mainstay, wire, events };
}

describe("calls over the API", () => {
  test("list, get and change settings", async () => {
    const { mainstay } = await stage();
    const keys: string[] = [];
    for await (const setting of paginate(mainstay.platform.settings.list, { limit: 1 }))
      keys.push(setting.key);
    expect(keys).toContain(key);
    expect(keys).toEqual([...new Set(keys)].toSorted());

    const changed = await mainstay.platform.settings.update.mutate({ key, value: 9 });
    expect(changed).toMatchObject({ key, value: 9 });
    expect(await mainstay.platform.settings.get.query({ key })).toEqual(changed);
  });

  test("are refused with typed details", async () => {
    const { mainstay } = await stage();
    const unknown = await safe(mainstay.platform.settings.get.query({ key: "no.such" }));
    if (!unknown.error?.is("platform.setting_unknown")) throw new Error("another answer");
    expect(unknown.error.details).toEqual({ key: "no.such" });
    expect(unknown.error.requestId).toMatch(/./);

    const invalid = await safe(mainstay.platform.settings.list.query({ limit: 1_000 }));
    if (!invalid.error?.is("request.invalid")) throw new Error("another answer");
    expect(invalid.error.details.issues.map((issue) => issue.path)).toEqual(["limit"]);
  });

  test("with one key are done once, however often they are made", async () => {
    const { mainstay, database, events } = await stage();
    const calls = Array.from({ length: 100 }, () =>
      mainstay.platform.settings.update.mutate({ key, value: 4 }, idempotencyKey("the-one")),
    );
    const answers = await Promise.all(calls);
    expect(answers).toEqual(answers.map(() => answers[0]));
    const { rows } = await database.db.$client.query("select outcome from audit_rows");
    expect(rows).toEqual([{ outcome: "done" }]);
    // Some met the first one at its work, were told so at once, and came back.
    expect(events.some((event) => event.type === "retry")).toBe(true);
    const reused = await safe(
      mainstay.platform.settings.update.mutate({ key, value: 5 }, idempotencyKey("the-one")),
    );
    expect(reused.error?.reason).toBe("idempotency.key_reused");
  });

  test("with a key that is not known are refused", async () => {
    const { mainstay } = await stage({ apiKey: "not a key of anybody" });
    const { error } = await safe(mainstay.platform.settings.list.query({}));
    expect(error?.reason).toBe("request.unauthenticated");
  });
});

describe.each(["websocket", "sse"] as const)("a subscription over %s", (subscriptions) => {
  const options = { subscriptions, EventSource };
  const watch = (mainstay: Mainstay) => {
    const seen: Tracked<Setting>[] = [];
    const failed: unknown[] = [];
    let completed = 0;
    const subscription = mainstay.platform.settings.watch.subscribe(
      {},
      {
        onData: (event) => seen.push(event),
        onError: (error) => failed.push(error),
        onComplete: () => (completed += 1),
      },
    );
    return {
      subscription,
      failed,
      seen,
      values: () => seen.map(({ data }) => [data.key, data.value]),
      completed: () => completed,
    };
  };
  const connections = (events: MainstayEvent[]) =>
    events.filter((event) => event.type === "connected");

  test("tells what changes, and resumes after cuts without loss or repeat", async () => {
    const { direct, mainstay, wire, events } = await stage(options);
    const { values, seen, failed, subscription } = watch(mainstay);
    await expect.poll(() => connections(events).length, { timeout: 5_000 }).toBe(1);
    const { update } = direct.platform.settings;
    await update.mutate({ key, value: 1 });
    await expect.poll(values, { timeout: 5_000 }).toEqual([[key, 1]]);

    const expected: unknown[] = [[key, 1]];
    for (const round of [1, 2, 3]) {
      wire.cut();
      await expect
        .poll(() => events.filter((e) => e.type === "disconnected").length, { timeout: 5_000 })
        .toBeGreaterThanOrEqual(round);
      await update.mutate({ key, value: round * 10 });
      await update.mutate({ key: other, value: round });
      expected.push([key, round * 10], [other, round]);
      wire.mend();
      await expect.poll(values, { timeout: 10_000 }).toEqual(expected);
    }
    expect(connections(events).at(-1)).toMatchObject({ resumedAfter: seen.at(-3)?.id });
    expect(failed).toEqual([]);
    subscription.unsubscribe();
  });

  test("ends when it is refused, with a typed error", async () => {
    const { mainstay, events } = await stage({ ...options, apiKey: testKeys.customer });
    const { failed } = watch(mainstay);
    await expect.poll(() => failed.length, { timeout: 5_000 }).toBe(1);
    expect(failed[0]).toMatchObject({
      reason: "request.forbidden",
      details: { permission: "platform.settings.read" },
    });
    expect(events.filter((event) => event.type === "disconnected")).toEqual([]);
  });

  test("completes when the client is closed", async () => {
    const { mainstay, events } = await stage(options);
    const { completed } = watch(mainstay);
    await expect.poll(() => connections(events).length, { timeout: 5_000 }).toBe(1);
    mainstay.close();
    expect(completed()).toBe(1);
  });

  test("renews a token that has expired, and goes on", async () => {
    let token = "expired";
    let renewals = 0;
    const { apiKey: _, ...rest } = { ...options, apiKey: "" };
    const database = await testDatabase();
    onTestFinished(() => database[Symbol.asyncDispose]());
    const api = await testApi(database);
    onTestFinished(() => api[Symbol.asyncDispose]());
    const mainstay = createMainstay({
      url: api.url,
      ...rest,
      tokens: {
        get: () => token,
        refresh: async () => {
          renewals += 1;
          token = testKeys.admin;
        },
      },
    });
    onTestFinished(() => mainstay.close());
    const first = watch(mainstay);
    const second = watch(mainstay);
    await expect
      .poll(
        async () => {
          await mainstay.platform.settings.update.mutate({ key, value: 8 });
          return [first.values().length > 0, second.values().length > 0];
        },
        { timeout: 10_000, interval: 200 },
      )
      .toEqual([true, true]);
    expect([...first.failed, ...second.failed]).toEqual([]);
    expect(renewals).toBe(1);
  });
});

test("server-sent events carry a ticket in their URL, another each time, and never the key", async () => {
  const urls: string[] = [];
  class RecordingSource extends EventSource {
    constructor(url: string) {
      urls.push(url);
      super(url);
    }
  }
  const { mainstay, wire, events } = await stage({
    subscriptions: "sse",
    EventSource: RecordingSource,
  });
  const times = (type: MainstayEvent["type"]): number =>
    events.filter((event) => event.type === type).length;
  mainstay.platform.settings.watch.subscribe({}, {});
  for (const round of [1, 2, 3]) {
    await expect.poll(() => times("connected"), { timeout: 10_000 }).toBe(round);
    wire.cut();
    await expect
      .poll(() => times("disconnected"), { timeout: 5_000 })
      .toBeGreaterThanOrEqual(round);
    wire.mend();
  }

  expect(urls.length).toBeGreaterThanOrEqual(3);
  const tickets = urls.map((url) => new URL(url).searchParams.get("connectionParams"));
  for (const ticket of tickets)
    expect(JSON.parse(String(ticket))).toEqual({ ticket: expect.stringMatching(/./) });
  expect(new Set(tickets).size).toBe(urls.length);
  for (const url of urls)
    expect(Object.values(testKeys).some((secret) => url.includes(secret))).toBe(false);
});
