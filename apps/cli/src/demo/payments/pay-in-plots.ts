import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { idempotencyKey, type Mainstay, uploadFile } from "@mainstay/sdk";
import { demoScopes } from "../../seeds/people.ts";
import type { Plot, Scene } from "./scene.ts";

interface Begun {
  readonly payer: Mainstay;
  readonly orderId: string;
}

/** The shop sends the payer to the payment page, where he chooses how to pay. */
async function choose({ cast, storeId, reference, money, method, tell }: Scene) {
  tell("the shop begins a payment");
  const { url } = await cast.merchant.payments.sessions.create.mutate(
    { storeId, reference, money, payer: { id: `payer of ${reference}` }, language: "en" },
    idempotencyKey(reference),
  );
  const payer = cast.payer(url);
  tell(`the payer chooses ${method}`);
  const { order } = await payer.payments.sessions.choose.mutate({ method });
  if (!order) throw new Error("choosing began no try");
  return { payer, orderId: order.id };
}

/** Until the payer is told where to send it; support lets through what the fraud rules hold back. */
async function assigned(scene: Scene, begun: Begun): Promise<Begun> {
  const { cast, tell, until } = scene;
  const { payer, orderId } = begun;
  tell("a trader is looked for");
  await until("a trader was found", async () => {
    const { state, ended } = await payer.payments.sessions.get.query();
    if (state === "paying") return state;
    if (state !== "searching") throw new Error(`the payment is ${ended ?? state}`);
    const order = await cast.merchant.payments.payIns.get.query({ orderId });
    if (order.state === "in_review") {
      tell("support looks at what the fraud rules held back");
      await cast.support.payments.payIns.accept.mutate({ orderId });
    }
    return null;
  });
  return begun;
}

const begin = async (scene: Scene): Promise<Begun> => assigned(scene, await choose(scene));

async function paid(scene: Scene): Promise<Begun> {
  const begun = await begin(scene);
  scene.tell("the payer has paid");
  await begun.payer.payments.sessions.markPaid.mutate();
  return begun;
}

async function confirmed(scene: Scene, begun: Begun): Promise<string> {
  scene.tell("the trader confirms");
  await scene.cast.trader.payments.payIns.confirm.mutate({ orderId: begun.orderId });
  return begun.orderId;
}

async function disputed(scene: Scene): Promise<string> {
  const { orderId } = await paid(scene);
  scene.tell("the trader has nothing");
  const why = "Nothing came by now.";
  await scene.cast.trader.payments.payIns.dispute.mutate({ orderId, why });
  return orderId;
}

const resolve = async (
  { cast, tell }: Scene,
  orderId: string,
  as: "full" | "part" | "unpaid",
): Promise<string> => {
  tell("support decides");
  await cast.support.payments.payIns.resolve.mutate({ orderId, as, why: "As the receipts say." });
  return orderId;
};

async function expired(scene: Scene): Promise<string> {
  const { orderId } = await begin(scene);
  scene.tell("the payer lets the time pass");
  const { sandbox } = scene.cast.merchant.payments;
  await sandbox.playPayIn.mutate({ orderId, event: "time_passes" });
  return orderId;
}

async function contested(scene: Scene, as: "upheld" | "reversed"): Promise<string> {
  const orderId = await confirmed(scene, await paid(scene));
  const { payIns } = scene.cast.support.payments;
  scene.tell("somebody claims it back");
  await payIns.contest.mutate({ orderId, why: "The payer's bank asks for it." });
  scene.tell("support decides the claim");
  await payIns.decide.mutate({ orderId, as, why: "As the bank says." });
  return orderId;
}

/** Each is another file: one that is shown for two orders is suspected. */
export const receipt = (): Blob =>
  new Blob([`%PDF-1.4\n% ${randomUUID()}\ntrailer\n<< >>\n%%EOF\n`], { type: "application/pdf" });

const payIn = (
  about: string,
  { share, ends }: Pick<Plot, "share" | "ends">,
  play: Plot["play"],
): Plot => ({ kind: "pay-in", about, share, ends, play });

export const payInPlots: readonly Plot[] = [
  payIn("paid and confirmed", { share: 8, ends: "completed" }, async (scene) =>
    confirmed(scene, await paid(scene)),
  ),
  payIn("paid, with a receipt", { share: 2, ends: "completed" }, async (scene) => {
    const begun = await paid(scene);
    scene.tell("the payer shows a receipt");
    const file = await uploadFile(begun.payer, receipt(), {
      purpose: "payments.proof",
      name: "receipt.pdf",
    });
    await begun.payer.payments.sessions.addReceipt.mutate({ fileId: file.id });
    return confirmed(scene, begun);
  }),
  payIn("confirmed before the payer says so", { share: 2, ends: "completed" }, async (scene) =>
    confirmed(scene, await begin(scene)),
  ),
  payIn("cancelled by the payer", { share: 2, ends: "cancelled" }, async (scene) => {
    const { payer, orderId } = await begin(scene);
    scene.tell("the payer gives up");
    await payer.payments.sessions.cancel.mutate();
    return orderId;
  }),
  payIn("another sum came", { share: 2, ends: "partial" }, async (scene) => {
    const { orderId } = await paid(scene);
    scene.tell("the trader has another sum");
    const { amount, currency } = scene.money;
    const received = { amount: String(Number(amount) / 2), currency };
    await scene.cast.trader.payments.payIns.reportSum.mutate({ orderId, received });
    return resolve(scene, orderId, "part");
  }),
  payIn("disputed, and paid after all", { share: 1, ends: "completed" }, async (scene) =>
    resolve(scene, await disputed(scene), "full"),
  ),
  payIn("disputed, and not paid", { share: 1, ends: "cancelled" }, async (scene) =>
    resolve(scene, await disputed(scene), "unpaid"),
  ),
  payIn("not paid in time", { share: 1, ends: "expired" }, expired),
  payIn("paid too late", { share: 1, ends: "completed" }, async (scene) => {
    const orderId = await expired(scene);
    scene.tell("the trader finds the money");
    const { payable, money } = await scene.cast.merchant.payments.payIns.get.query({ orderId });
    const received = payable ?? money;
    await scene.cast.trader.payments.payIns.foundMoney.mutate({ orderId, received });
    return resolve(scene, orderId, "full");
  }),
  payIn("claimed back, and it stands", { share: 1, ends: "completed" }, (scene) =>
    contested(scene, "upheld"),
  ),
  payIn("claimed back, and given back", { share: 1, ends: "reversed" }, (scene) =>
    contested(scene, "reversed"),
  ),
  payIn("its trader paused by the lead", { share: 1, ends: "completed" }, async (scene) => {
    const { traders } = scene.cast.lead.payments;
    const { trader: traderId } = demoScopes;
    scene.tell("the lead pauses the trader");
    await traders.pause.mutate({ traderId });
    let begun: Begun;
    try {
      begun = await choose(scene);
      scene.tell("nobody is there to take it");
      await sleep(1_000);
    } finally {
      scene.tell("the lead lets the trader go on");
      await traders.resume.mutate({ traderId });
    }
    await assigned(scene, begun);
    scene.tell("the payer has paid");
    await begun.payer.payments.sessions.markPaid.mutate();
    return confirmed(scene, begun);
  }),
];
