import { idempotencyKey, uploadFile } from "@mainstay/sdk";
import { receipt } from "./pay-in-plots.ts";
import type { Plot, Scene } from "./scene.ts";

/** Everybody's example of a card. */
const cardOfNobody = "5555 5555 5555 4444";

async function asked({ cast, storeId, reference, money, tell }: Scene): Promise<string> {
  tell("the shop asks for a pay-out");
  const destination = { method: "card", number: cardOfNobody, holder: "NOBODY AT ALL" };
  const { id } = await cast.merchant.payments.payOuts.create.mutate(
    { storeId, reference, money, destination },
    idempotencyKey(reference),
  );
  return id;
}

/** The trader takes it, sends it and shows that he did. */
async function sent(scene: Scene): Promise<string> {
  const { cast, reference, tell, until } = scene;
  const { payOuts } = cast.trader.payments;
  const orderId = await asked(scene);
  tell("a trader is asked");
  await until("the trader was asked", async () => {
    const { state } = await cast.merchant.payments.payOuts.get.query({ orderId });
    return state === "offered" ? state : null;
  });
  tell("the trader sends it");
  await payOuts.accept.mutate({ orderId });
  await payOuts.startSending.mutate({ orderId });
  tell("the trader shows the receipt");
  const { id: fileId } = await uploadFile(cast.trader, receipt(), {
    purpose: "payments.proof",
    name: "receipt.pdf",
  });
  await payOuts.giveProof.mutate({ orderId, fileId, bankReference: reference });
  return orderId;
}

async function accepted(scene: Scene): Promise<string> {
  const orderId = await sent(scene);
  scene.tell("the shop says that it came");
  await scene.cast.merchant.payments.payOuts.acceptProof.mutate({ orderId });
  return orderId;
}

const payOut = (
  about: string,
  { share, ends }: Pick<Plot, "share" | "ends">,
  play: Plot["play"],
): Plot => ({ kind: "pay-out", about, share, ends, play });

export const payOutPlots: readonly Plot[] = [
  payOut("sent and accepted", { share: 4, ends: "completed" }, accepted),
  payOut("disputed, and sent after all", { share: 1, ends: "completed" }, async (scene) => {
    const orderId = await sent(scene);
    const { merchant, support } = scene.cast;
    scene.tell("the shop doubts it");
    const why = "Nothing has come.";
    await merchant.payments.payOuts.disputeProof.mutate({ orderId, why });
    scene.tell("support decides");
    const said = { as: "sent", why: "The bank has confirmed it." } as const;
    await support.payments.payOuts.resolve.mutate({ orderId, ...said });
    return orderId;
  }),
  payOut("cancelled by the shop", { share: 1, ends: "cancelled" }, async (scene) => {
    const orderId = await asked(scene);
    scene.tell("the shop changes its mind");
    await scene.cast.merchant.payments.payOuts.cancel.mutate({ orderId });
    return orderId;
  }),
  payOut("returned by the bank", { share: 1, ends: "returned" }, async (scene) => {
    const orderId = await accepted(scene);
    scene.tell("the bank returns it");
    const why = "The bank has sent it back.";
    await scene.cast.support.payments.payOuts.markReturned.mutate({ orderId, why });
    return orderId;
  }),
];
