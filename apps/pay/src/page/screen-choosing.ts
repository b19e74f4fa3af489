import type { PaymentSession } from "@mainstay/sdk";
import { type Child, h, type View } from "./element.ts";
import type { Doings, Model } from "./model.ts";
import { button, fact, facts, note, problemNote, storeLink, sum, textsOf, timer } from "./parts.ts";

type Choice = PaymentSession["choices"][number];

/** What is marked, or where nothing was marked yet, the first. */
export function chosen({
  session,
  method,
  bank,
}: Pick<Model, "session" | "method" | "bank">): { choice: Choice; bank: string | null } | null {
  const choices = session?.choices ?? [];
  const choice = choices.find((one) => one.method === method) ?? choices[0];
  if (!choice) return null;
  return { choice, bank: choice.banks.some(({ code }) => code === bank) ? bank : null };
}

export function choosingScreen(model: Model, session: PaymentSession, doings: Doings): Child[] {
  const say = textsOf(model);
  const now = chosen(model);
  const { store, ended } = session;
  const why = say.again[ended as keyof typeof say.again] as string | undefined;
  return [
    why !== undefined && note("warn", why),
    facts(fact(say.toPay, sum(model, session.money, "large"))),
    now
      ? form(model, session, now, doings)
      : h("div", { class: "stack" }, note("plain", say.nothingOffered)),
    now ? null : button(model, "first", { does: () => doings.reload() }, say.lookAgain),
    storeLink(model, store.failureUrl, "second"),
    timer(model, say.startWithin, session.expiresAt),
    ended !== null && h("p", { class: "quiet" }, say.triesLeft(session.triesLeft)),
  ];
}

function form(
  model: Model,
  { choices }: PaymentSession,
  now: { choice: Choice; bank: string | null },
  doings: Doings,
): View {
  const say = textsOf(model);
  const { language } = model;
  const { banks } = now.choice;
  return h(
    "form",
    {
      class: "stack",
      onsubmit: (event: Event) => {
        event.preventDefault();
        doings.choose();
      },
    },
    h(
      "fieldset",
      {},
      h("legend", {}, say.method),
      ...choices.map(({ method, names }) =>
        radio("method", method, names[language], method === now.choice.method, () =>
          doings.pick(method),
        ),
      ),
    ),
    banks.length > 0 &&
      h(
        "fieldset",
        { key: now.choice.method },
        h("legend", {}, say.bank),
        radio("bank", "", say.anyBank, now.bank === null, () => doings.pickBank(null)),
        ...banks.map(({ code, names }) =>
          radio("bank", code, names[language], code === now.bank, () => doings.pickBank(code)),
        ),
      ),
    problemNote(model),
    button(model, "first", { does: "submit", action: "choose" }, say.continue),
  );
}

const radio = (
  name: string,
  value: string,
  label: string,
  checked: boolean,
  picked: () => void,
): View =>
  h(
    "label",
    { class: "choice", key: value },
    h("input", { type: "radio", name, value, checked, onchange: picked }),
    h("span", {}, label),
  );
