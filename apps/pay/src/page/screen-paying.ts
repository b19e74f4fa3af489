import type { PaymentSession } from "@mainstay/sdk";
import { soonMs } from "./countdown.ts";
import { type Child, h, type View } from "./element.ts";
import type { Copied, Doings, Model } from "./model.ts";
import { money, typedSum } from "./money.ts";
import { button, fact, facts, note, problemNote, sum, textsOf, timer } from "./parts.ts";
import { grouped } from "./requisite-number.ts";

export function searchingScreen(model: Model, session: PaymentSession, doings: Doings): Child[] {
  const say = textsOf(model);
  return [
    facts(fact(say.toPay, sum(model, session.money, "large"))),
    h("div", { class: "wait" }, h("span", { class: "spinner", "aria-hidden": "true" })),
    problemNote(model),
    button(model, "second", { does: () => doings.cancel(), action: "cancel" }, say.giveUp),
  ];
}

export function payingScreen(model: Model, session: PaymentSession, doings: Doings): Child[] {
  const say = textsOf(model);
  const { order } = session;
  const deadline = order?.deadline ?? null;
  const leftMs = deadline === null ? Number.POSITIVE_INFINITY : Date.parse(deadline) - model.now;
  const payable = order?.payable ?? session.money;
  const isShifted = payable.amount !== session.money.amount;
  return [
    deadline !== null && timer(model, say.payWithin, deadline),
    h(
      "div",
      { role: "alert" },
      leftMs <= 0 ? note("warn", say.timeIsUp) : leftMs < soonMs && note("warn", say.soon),
    ),
    facts(
      fact(
        say.exactSum,
        sum(model, payable, "exact"),
        copyButton(model, doings, "sum", typedSum(payable, model.language)),
      ),
    ),
    h(
      "p",
      { class: "why" },
      isShifted && `${say.shifted(money(session.money, model.language))} `,
      say.whyExact,
    ),
    order?.requisite ? requisite(model, order.requisite, doings) : null,
    problemNote(model),
    model.leaving
      ? leave(model, doings)
      : h(
          "div",
          { class: "stack", key: "stay" },
          button(model, "first", { does: () => doings.markPaid(), action: "markPaid" }, say.paid),
          button(
            model,
            "quiet",
            { does: () => doings.askToLeave(true), id: "give-up" },
            say.giveUp,
          ),
        ),
  ];
}

function requisite(
  model: Model,
  to: NonNullable<NonNullable<PaymentSession["order"]>["requisite"]>,
  doings: Doings,
): View {
  const say = textsOf(model);
  const bank = to.bankNames?.[model.language] ?? to.bank;
  const number = grouped(to.number);
  return facts(
    fact(
      number.startsWith("+") ? say.numberPhone : say.number,
      h("span", { class: "number" }, number),
      copyButton(model, doings, "number", to.number),
    ),
    fact(
      say.holder,
      h("span", { class: "holder" }, to.holder),
      copyButton(model, doings, "holder", to.holder),
    ),
    bank !== null && fact(say.bank, bank),
  );
}

function copyButton(model: Model, doings: Doings, what: Copied, text: string): View {
  const say = textsOf(model);
  const done = model.copied === what;
  return h(
    "button",
    {
      type: "button",
      class: "copy",
      // It begins with what is to be read, so that it can be named aloud.
      "aria-label": done ? undefined : say.copy[what],
      onclick: () => doings.copy(what, text),
    },
    h(
      "svg",
      { viewBox: "0 0 20 20", "aria-hidden": "true", class: "sign" },
      h("path", { d: done ? "M4 10.5l4 4 8-9" : "M7 7h9v9H7zM4 13V4h9" }),
    ),
    done ? say.copiedShort : say.copyShort,
  );
}

/** Who has sent the money and then cancels has to be looked for. */
function leave(model: Model, doings: Doings): View {
  const say = textsOf(model);
  return h(
    "section",
    { class: "stack leave", key: "leave", "aria-labelledby": "leave" },
    h("h2", { id: "leave", tabindex: -1 }, say.giveUpTitle),
    h("p", {}, say.giveUpText),
    button(model, "first", { does: () => doings.askToLeave(false) }, say.giveUpNo),
    button(model, "second", { does: () => doings.cancel(), action: "cancel" }, say.giveUpYes),
  );
}
