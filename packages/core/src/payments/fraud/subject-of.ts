import {
  requisiteMethodUnfit,
  type FraudSubject,
  hasUnseen,
  methodUnknown,
  requisiteNumberUnfit,
} from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";
import { networkOf } from "../../network.ts";
import { hashesOfNumber } from "../requisites/hashes-of-number.ts";
import {
  isNumberKind,
  maskNumber,
  normaliseNumber,
  type NumberKind,
  numberRules,
} from "../requisites/number.ts";
import { ipHash, payerHash } from "./fingerprints.ts";

export interface Subject {
  readonly kind: FraudSubject["kind"];
  /** What it may be kept by; from now on by the first. */
  readonly hashes: readonly [Buffer, ...Buffer[]];
  /** Masked. */
  readonly label: string;
}

type Reason =
  | typeof methodUnknown.reason
  | typeof requisiteMethodUnfit.reason
  | typeof requisiteNumberUnfit.reason;

/** What is kept of somebody on the list: nothing that tells who it is, but to who has the same again. */
export async function subjectOf(
  ctx: Pick<Ctx<Reason>, "db" | "sealer" | "reference" | "fail">,
  subject: FraudSubject,
): Promise<Subject> {
  const { sealer } = ctx;
  switch (subject.kind) {
    case "payer": {
      const { kind, merchantId, payerId } = subject;
      const label = `${maskPayer(payerId)} of the merchant ${merchantId}`;
      return { kind, hashes: [payerHash(sealer, merchantId, payerId)], label };
    }
    case "ip":
      return {
        kind: subject.kind,
        hashes: [ipHash(sealer, subject.ip)],
        label: maskNetwork(subject.ip),
      };
    case "requisite": {
      const { kind, method } = subject;
      const { numberKind, number } = await numberOf(ctx, subject);
      const label = `${method} ${maskNumber(number)}`;
      return { kind, hashes: await hashesOfNumber(ctx, numberKind, number), label };
    }
  }
}

async function numberOf(
  ctx: Pick<Ctx<Reason>, "reference" | "fail">,
  { method, number }: { readonly method: string; readonly number: string },
): Promise<{ numberKind: NumberKind; number: string }> {
  const { paymentMethods } = await ctx.reference.all();
  const { kind } =
    paymentMethods.find(({ code }) => code === method) ?? ctx.fail(methodUnknown({ method }));
  if (!isNumberKind(kind)) return ctx.fail(requisiteMethodUnfit({ method }));
  const rule = numberRules[kind];
  const one = normaliseNumber(kind, number) ?? ctx.fail(requisiteNumberUnfit({ method, rule }));
  return { numberKind: kind, number: one };
}

/** A third of it at most, and nothing that could make the label look like another. */
function maskPayer(payerId: string): string {
  const letters = Array.from(payerId).filter((letter) => !hasUnseen(letter));
  const shown = Math.min(4, Math.floor(letters.length / 3));
  return `•••• ${letters.slice(letters.length - shown).join("")}`.trim();
}

/** Its first half, which is no subscriber's alone. */
function maskNetwork(ip: string): string {
  const network = networkOf(ip).slice("ip:".length);
  const separator = network.includes(":") ? ":" : ".";
  return `${network.split(separator).slice(0, 2).join(separator)}${separator}••••`;
}
