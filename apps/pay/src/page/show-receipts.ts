import { type Mainstay, type PaymentSession, uploadFile } from "@mainstay/sdk";
import type { Receipt } from "./model.ts";
import { problemOf } from "./problem.ts";

/** One after the other: a phone's connection carries them no faster at once. */
export function createReceipts(
  mainstay: Mainstay,
  heard: { receipts(receipts: readonly Receipt[]): void; session(session: PaymentSession): void },
): { show(files: readonly File[]): void } {
  let receipts: readonly Receipt[] = [];
  let line: Promise<void> = Promise.resolve();

  const change = (at: number, changes: Partial<Receipt>): void => {
    receipts = receipts.map((one, index) => (index === at ? { ...one, ...changes } : one));
    heard.receipts(receipts);
  };
  const send = async (file: File, at: number): Promise<void> => {
    change(at, { state: "sending" });
    try {
      const { id } = await uploadFile(mainstay, file, { purpose: "payments.proof" });
      const session = await mainstay.payments.sessions.addReceipt.mutate({ fileId: id });
      change(at, { state: "sent" });
      heard.session(session);
    } catch (error) {
      change(at, { state: "failed", problem: problemOf(error) });
    }
  };

  return {
    show(files) {
      for (const file of files) {
        const at = receipts.length;
        const { name, size } = file;
        receipts = [...receipts, { name, size, state: "waiting", problem: null }];
        line = line.then(() => send(file, at));
      }
      heard.receipts(receipts);
    },
  };
}
