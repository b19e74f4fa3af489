import type { PaymentSession } from "@mainstay/sdk";
import { type Child, h } from "./element.ts";
import type { Model } from "./model.ts";
import { fact, facts, storeLink, sum, textsOf } from "./parts.ts";
import type { End, Texts } from "./texts.ts";

const signs = { good: "M5 12.5l5 5 9-11", half: "M6 12h12", bad: "M7 7l10 10M17 7L7 17" } as const;

/** Beside the words, never instead of them. */
export const sign = (kind: keyof typeof signs): Child =>
  h(
    "div",
    { class: `end ${kind}`, "aria-hidden": "true" },
    h("svg", { viewBox: "0 0 24 24" }, h("path", { d: signs[kind] })),
  );

export function paidScreen(model: Model, session: PaymentSession): Child[] {
  const { received, payable } = session.order ?? {};
  return [
    facts(fact(textsOf(model).sumPaid, sum(model, received ?? payable ?? session.money, "large"))),
    storeLink(model, session.store.successUrl, "first"),
  ];
}

export function partScreen(model: Model, session: PaymentSession): Child[] {
  const say = textsOf(model);
  const { received, payable } = session.order ?? {};
  return [
    facts(
      received ? fact(say.sumCame, sum(model, received, "large")) : null,
      fact(say.sumAsked, sum(model, payable ?? session.money)),
    ),
    storeLink(model, session.store.successUrl, "first"),
  ];
}

export const overScreen = (model: Model, session: PaymentSession): Child[] => [
  facts(fact(textsOf(model).sum, sum(model, session.money))),
  storeLink(model, session.store.failureUrl, "first"),
];

/** A newer server may know other ends. */
export const endText = (say: Texts, ended: string | null): string =>
  ended === null ? say.ends.late : (say.ends[ended as End] ?? say.ends.cancelled);
