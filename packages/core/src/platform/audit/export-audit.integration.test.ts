import { auditRows, transaction } from "@mainstay/db";
import { call, testApi, testDatabase, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

interface Export {
  csv: string;
  rows: number;
  position: number;
  more: boolean;
}
const row = (n: number, more: Partial<typeof auditRows.$inferInsert> = {}) => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, n)),
  actor: `account:${n % 2}`,
  action: "test.write",
  target: `thing:${n}`,
  changes: { n },
  outcome: "done",
  requestId: `r-${n}`,
  ...more,
});
const header = "position,id,at,actor,realActor,action,target,outcome,changes,ip,requestId\r\n";

async function stage() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  const ask = (input: object, as: string = testKeys.admin) =>
    call(api.url, "platform.audit.export", input, { as, by: "query" });
  return {
    db: database.db,
    ask,
    export: async (input: object = {}) => (await ask(input)).data as Export,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
const targets = (csv: string): string[] => csv.match(/thing:\d+/g) ?? [];

describe("the audit's export", () => {
  it("tells all of it in parts that fit together, and goes on where it ended", async () => {
    await using at = await stage();
    await at.db.insert(auditRows).values([1, 2, 3, 4, 5].map((n) => row(n)));
    const whole = await at.export();
    expect(whole).toMatchObject({ rows: 5, position: 5, more: false });
    expect(whole.csv.startsWith(header)).toBe(true);

    let csv = "";
    let part: Export = { csv: "", rows: 0, position: 0, more: true };
    while (part.more) {
      part = await at.export({ after: part.position, limit: 2 });
      csv += part.csv;
    }
    expect(csv).toBe(whole.csv);
    expect(await at.export({ after: 5 })).toEqual({ csv: "", rows: 0, position: 5, more: false });
    await at.db.insert(auditRows).values(row(6));
    expect(targets((await at.export({ after: 5 })).csv)).toEqual(["thing:6"]);
  });

  it("leaves nothing out that is committed late", async () => {
    await using at = await stage();
    const began = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const late = transaction(at.db, async (tx) => {
      await tx.insert(auditRows).values(row(1));
      began.resolve();
      await end.promise;
    });
    await began.promise;
    await at.db.insert(auditRows).values(row(2));
    const first = await at.export();
    expect(targets(first.csv)).toEqual(["thing:2"]);
    end.resolve();
    await late;
    expect(targets((await at.export({ after: first.position })).csv)).toEqual(["thing:1"]);
  });

  it("filters as the list does, and then goes on from where all of it ended", async () => {
    await using at = await stage();
    await at.db.insert(auditRows).values([1, 2, 3, 4].map((n) => row(n)));
    const odd = await at.export({ actor: "account:1" });
    expect(targets(odd.csv)).toEqual(["thing:1", "thing:3"]);
    expect(odd.position).toBe(4);
    const between = { from: "2026-01-01T00:02:00Z", to: "2026-01-01T03:04:00+03:00" };
    expect(targets((await at.export(between)).csv)).toEqual(["thing:2", "thing:3"]);
    expect((await at.export({ action: "nobody.does" })).csv).toBe(header);
  });

  it("gives a table program no formulas to run, and keeps quotes and lines whole", async () => {
    await using at = await stage();
    const changes = { note: 'He said "=1+1",\nand left' };
    await at.db
      .insert(auditRows)
      .values(row(1, { target: '=HYPERLINK("https://evil.example")', changes }));
    const { csv } = await at.export();
    expect(csv).toContain('"\'=HYPERLINK(""https://evil.example"")"');
    expect(csv).toContain(`"${JSON.stringify(changes).replaceAll('"', '""')}"`);
  });

  it("is for those who may read the audit, a bounded part at a time", async () => {
    await using at = await stage();
    expect((await at.ask({}, testKeys.support)).error?.reason).toBe("request.forbidden");
    for (const input of [{ limit: 1_001 }, { limit: 0 }, { after: -1 }, { from: "yesterday" }]) {
      expect((await at.ask(input)).error?.reason).toBe("request.invalid");
    }
  });
});
