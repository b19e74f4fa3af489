import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { deliver } from "@mainstay/contracts";
import { notify, paragraph, button, template } from "@mainstay/core";
import { deliverWith } from "@mainstay/core/platform/notifications/deliver";
import {
  deliveries,
  deliveryAttempts,
  type Db,
  inboxMails,
  outbox,
  suppressedAddresses,
  transaction,
} from "@mainstay/db";
import { asc } from "drizzle-orm";
import {
  fakeSmtp,
  queueBackends,
  testDatabase,
  type TestDatabase,
  testProcess,
} from "@mainstay/testing";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { startJobWorker } from "../job-worker.ts";
import { createInbox } from "./inbox.ts";
import type { ProcessMailer } from "./process-mailer.ts";
import { createSmtpMailer, type SmtpTiming } from "./smtp-mailer.ts";

const hello = template("test.hello", {
  kind: "security",
  data: z.object({ name: z.string(), token: z.string() }),
  example: { name: "Anna", token: "example" },
  en: ({ name, token }, say) => ({
    subject: `Hello, ${name}`,
    blocks: [paragraph("Welcome."), button("Open", say.link("/hello", { token }))],
  }),
  ru: ({ name, token }, say) => ({
    subject: `Здравствуйте, ${name}`,
    blocks: [paragraph("Добро пожаловать."), button("Открыть", say.link("/hello", { token }))],
  }),
});
const anna = { email: "anna@example.com", locale: "ru", timeZone: "Europe/Moscow" } as const;
const data = { name: "Анна", token: "one-use-0123456789" };
/** As the product's, but quick to repeat. */
const jobs = {
  deliver: { ...deliver, backoff: { type: "fixed", ms: 20 } as const },
};
const from = "Mainstay <post@mainstay.test>";
const appUrl = "https://app.mainstay.test";
const soon = { timeout: 15_000, interval: 20 };

const mailerTo = (url: string, timing?: SmtpTiming): ProcessMailer =>
  createSmtpMailer({ url, from, appUrl, ...(timing ? { timing } : {}) });

async function mailWorker(
  database: TestDatabase,
  mailer: ProcessMailer,
  on = queueBackends()[0],
  templates = [hello],
) {
  const process = await testProcess(database, { on });
  const worker = await startJobWorker({
    services: { ...process.services, mailer },
    queues: process.queues,
    jobs,
    handlers: { deliver: deliverWith(templates) },
    relay: { pollMs: 50 },
  });
  const { sealer } = process.services;
  return {
    promise: (to: { email: string; locale: "en" | "ru"; timeZone: string } = anna) =>
      transaction(database.db, (tx) => notify({ sealer }, tx, to, hello, data)),
    sealer,
    delayed: () => process.queues.queue(deliver.queue).getDelayedCount(),
    async [Symbol.asyncDispose]() {
      await worker.stop({ finishMs: 5_000 });
      mailer.close();
      await process[Symbol.asyncDispose]();
    },
  };
}

/** Takes connections, and says nothing. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {
      // The client gives up; the test looks at the client.
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const rows = (db: Db) => db.select().from(deliveries).orderBy(deliveries.id);
const untilStates = (db: Db, expected: string[]) =>
  expect.poll(async () => (await rows(db)).map(({ state }) => state), soon).toEqual(expected);
const attemptsOf = async (db: Db) =>
  (await db.select().from(deliveryAttempts).orderBy(asc(deliveryAttempts.number))).map(
    ({ outcome, answer }) => `${outcome} ${answer}`,
  );

describe.each(queueBackends())("mail on $name", (on) => {
  it("goes out once after the commit, in both forms and the reader's language", async () => {
    await using database = await testDatabase();
    await using server = await fakeSmtp();
    await using worker = await mailWorker(database, mailerTo(server.url), on);
    await worker.promise();
    await untilStates(database.db, ["sent"]);
    expect(server.raw).toHaveLength(1);
    const mail = await PostalMime.parse(server.raw[0] ?? "");
    expect(mail.subject).toBe("Здравствуйте, Анна");
    expect(mail.from).toMatchObject({ name: "Mainstay", address: "post@mainstay.test" });
    expect(mail.to).toMatchObject([{ address: anna.email }]);
    const [row] = await rows(database.db);
    expect(mail.messageId).toBe(`<${row?.id}@mainstay.test>`);
    expect(row).toMatchObject({ sealed: null, reference: mail.messageId, accountId: null });
    expect(await attemptsOf(database.db)).toEqual(["accepted 250"]);
    const link = `${appUrl}/hello#token=${data.token}`;
    expect(mail.text).toContain(`Открыть:\n${link}`);
    expect(mail.html).toContain(`href="${link}"`);
    const promised = await database.db.select().from(outbox);
    expect(JSON.stringify([row, promised])).not.toMatch(/anna|Анна|one-use/i);
  });
});

describe("mail", () => {
  it("is not sent when its transaction is rolled back", async () => {
    await using database = await testDatabase();
    await using server = await fakeSmtp();
    await using worker = await mailWorker(database, mailerTo(server.url));
    const failed = transaction(database.db, async (tx) => {
      await notify(
        { sealer: worker.sealer },
        tx,
        { ...anna, email: "no@example.com" },
        hello,
        data,
      );
      throw new Error("the cause failed");
    });
    await expect(failed).rejects.toThrow("the cause failed");
    await worker.promise();
    await untilStates(database.db, ["sent"]);
    expect(server.raw).toHaveLength(1);
    expect(server.raw[0]).not.toContain("no@example.com");
  });

  it("is tried again when the server says later", async () => {
    await using database = await testDatabase();
    let asked = 0;
    await using server = await fakeSmtp({
      onRcptTo(_address, _session, done) {
        asked += 1;
        done(asked === 1 ? Object.assign(new Error("later"), { responseCode: 451 }) : null);
      },
    });
    await using worker = await mailWorker(database, mailerTo(server.url));
    await worker.promise();
    await untilStates(database.db, ["sent"]);
    expect(asked).toBe(2);
    expect(server.raw).toHaveLength(1);
    expect(await attemptsOf(database.db)).toEqual(["delayed 451", "accepted 250"]);
  });

  it("ends as failed when the server says later again and again", async () => {
    await using database = await testDatabase();
    await using server = await fakeSmtp({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error("later"), { responseCode: 451 })),
    });
    await using worker = await mailWorker(database, mailerTo(server.url));
    await worker.promise();
    await untilStates(database.db, ["failed"]);
    expect(await attemptsOf(database.db)).toEqual(
      Array.from({ length: deliver.attempts }, () => "delayed 451"),
    );
    expect((await rows(database.db))[0]).toMatchObject({ problem: "451", sealed: null });
    expect(await database.db.$count(suppressedAddresses)).toBe(0);
  });

  it("bounces when the recipient is refused, and the address is left alone, without telling it", async () => {
    await using database = await testDatabase();
    let asked = 0;
    await using server = await fakeSmtp({
      onRcptTo({ address }, _session, done) {
        asked += 1;
        done(Object.assign(new Error(`5.1.1 no such user ${address}`), { responseCode: 550 }));
      },
    });
    await using worker = await mailWorker(database, mailerTo(server.url));
    await worker.promise();
    await untilStates(database.db, ["bounced"]);
    expect(asked).toBe(1);
    const [row] = await rows(database.db);
    expect(row).toMatchObject({ problem: "550 5.1.1", sealed: null });
    expect(await attemptsOf(database.db)).toEqual(["refused 550 5.1.1"]);
    const [suppressed] = await database.db.select().from(suppressedAddresses);
    expect(suppressed).toMatchObject({ problem: "550 5.1.1", addressHash: row?.addressHash });
  });

  it.each([
    ["the server's policy", "onRcptTo", "550 5.7.1"],
    ["what the mail says", "onData", "554 5.6.0"],
  ])("fails for good by %s, and the address is not to blame", async (_, when, code) => {
    await using database = await testDatabase();
    const [responseCode, enhanced] = code.split(" ");
    const refusal = Object.assign(new Error(`${enhanced} no`), {
      responseCode: Number(responseCode),
    });
    await using server = await fakeSmtp({
      [when]: (stream: NodeJS.ReadableStream, _session: unknown, done: (error: Error) => void) => {
        if (when === "onData") stream.resume();
        done(refusal);
      },
    });
    await using worker = await mailWorker(database, mailerTo(server.url));
    await worker.promise();
    await untilStates(database.db, ["failed"]);
    expect((await rows(database.db))[0]?.problem).toBe(code);
    expect(await database.db.$count(suppressedAddresses)).toBe(0);
  });

  const quick = { connectMs: 200, silenceMs: 400 };
  const trySending = async (url: string) => {
    const mailer = mailerTo(url, quick);
    const mail = { to: anna.email, subject: "s", html: "h", text: "t", messageId: "m" };
    try {
      return await mailer.send(mail, AbortSignal.timeout(10_000));
    } finally {
      mailer.close();
    }
  };

  it.each([
    ["greets", "smtp:"],
    ["shakes hands for TLS", "smtps:"],
  ])("is delayed by a server that hangs before it %s", async (_, protocol) => {
    await using server = await silentServer();
    const url = `${protocol}//127.0.0.1:${server.port}`;
    expect(await trySending(url)).toMatchObject({ outcome: "delayed", answer: "ETIMEDOUT" });
  });

  it("is delayed by a server that speaks no TLS", async () => {
    await using server = await fakeSmtp();
    const url = server.url.replace("smtp:", "smtps:");
    expect(await trySending(url)).toMatchObject({ outcome: "delayed", answer: "ESOCKET" });
  });

  it("is delayed by a server that closes before its greeting", async () => {
    await using server = await fakeSmtp({ onConnect: () => server.cut() });
    expect(await trySending(server.url)).toMatchObject({
      outcome: "delayed",
      answer: "ECONNECTION",
    });
  });

  it("is delayed by a server that is not there", async () => {
    const server = await fakeSmtp();
    await server[Symbol.asyncDispose]();
    expect(await trySending(server.url)).toMatchObject({ outcome: "delayed", answer: "ESOCKET" });
  });

  it.each([
    ["hangs", "ETIMEDOUT", () => {}],
    ["closes the connection", "ECONNECTION", (cut: () => void) => cut()],
  ])("handed over whole to a server that then %s is not known", async (_, answer, then) => {
    await using database = await testDatabase();
    const ids: string[] = [];
    await using server = await fakeSmtp({
      onData(stream, _session, done) {
        let text = "";
        stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
        stream.on("end", () => {
          ids.push(/^Message-ID: (.+)$/im.exec(text)?.[1] ?? text);
          if (ids.length === 1) then(server.cut);
          else done();
        });
      },
    });
    await using worker = await mailWorker(database, mailerTo(server.url, quick));
    await worker.promise();
    await untilStates(database.db, ["sent"]);
    expect(await attemptsOf(database.db)).toEqual([`unknown ${answer}`, "accepted 250"]);
    const [row] = await rows(database.db);
    expect(ids).toEqual([row?.reference, row?.reference]);
  });

  it("of a template that this release does not know waits for one that does", async () => {
    await using database = await testDatabase();
    await using server = await fakeSmtp();
    await using worker = await mailWorker(database, mailerTo(server.url), queueBackends()[0], []);
    await worker.promise();
    await expect.poll(() => worker.delayed(), soon).toBe(1);
    expect((await rows(database.db)).map(({ state }) => state)).toEqual(["waiting"]);
    expect(await attemptsOf(database.db)).toEqual([]);
    expect(server.raw).toEqual([]);
  });

  it.each(["anna@example.com\r\nBcc: eve@example.com", "anna@example.com, eve@example.com", ""])(
    "is not promised to %j",
    async (email) => {
      await using database = await testDatabase();
      await using process = await testProcess(database);
      const { sealer } = process.services;
      const promised = transaction(database.db, (tx) =>
        notify({ sealer }, tx, { ...anna, email }, hello, data),
      );
      await expect(promised).rejects.toThrow(/email/i);
      expect(await rows(database.db)).toEqual([]);
    },
  );

  it("adds no header by a line break in its subject", async () => {
    await using server = await fakeSmtp();
    const mailer = mailerTo(server.url);
    const subject = "Hello\r\nBcc: eve@example.com\r\n\r\nbody";
    const mail = { to: anna.email, subject, html: "h", text: "t", messageId: "m" };
    await mailer.send(mail, AbortSignal.timeout(10_000));
    mailer.close();
    const parsed = await PostalMime.parse(server.raw[0] ?? "");
    expect(parsed.headers.map(({ key }) => key)).not.toContain("bcc");
    expect(parsed.to).toHaveLength(1);
  });

  it("in development lands in the inbox, once however often it is sent, and only the newest 500", async () => {
    await using database = await testDatabase();
    await database.admin(
      `insert into inbox_mails (id, at, "to", "from", subject, html, text)
       select gen_random_uuid(), '2020-01-01', 'a@b.test', 'c@d.test', 's', 'h', 't' from generate_series(1, 500)`,
    );
    const inbox = createInbox({ db: database.db, from, appUrl });
    const mail = { to: anna.email, subject: "s", html: "h", text: "t" };
    const messageId = "0196f2a0-1111-7abc-8def-0123456789ab";
    const { signal } = new AbortController();
    await inbox.send({ ...mail, messageId }, signal);
    await inbox.send({ ...mail, messageId }, signal);
    const kept = await database.db.select().from(inboxMails);
    expect(kept).toHaveLength(500);
    expect(kept.filter(({ to }) => to === anna.email)).toMatchObject([{ id: messageId, from }]);
  });
});
