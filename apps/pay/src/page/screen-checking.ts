import type { PaymentSession } from "@mainstay/sdk";
import { type Child, h, type View } from "./element.ts";
import { fileSize } from "./file-size.ts";
import type { Doings, Model, Receipt } from "./model.ts";
import { fact, facts, note, problemNote, sum, textsOf, timer } from "./parts.ts";

const taken = "image/jpeg,image/png,image/webp,image/gif,image/avif,application/pdf";

export function checkingScreen(model: Model, session: PaymentSession, doings: Doings): Child[] {
  const say = textsOf(model);
  const { order } = session;
  const deadline = order?.deadline ?? null;
  const isLate = deadline !== null && Date.parse(deadline) <= model.now;
  return [
    facts(fact(say.exactSum, sum(model, order?.payable ?? session.money, "large"))),
    deadline === null || isLate
      ? note("plain", say.takesLonger)
      : timer(model, say.checkedWithin, deadline),
    problemNote(model),
    h(
      "section",
      { class: "stack receipts", "aria-labelledby": "receipts" },
      h("h2", { id: "receipts" }, say.receiptTitle),
      h("p", { id: "receipts-about" }, say.receiptText),
      h(
        "div",
        { class: "file" },
        h("input", {
          id: "file",
          class: "unseen",
          type: "file",
          multiple: true,
          accept: taken,
          "aria-describedby": "receipts-about",
          onchange: ({ target }: Event) => {
            const input = target as HTMLInputElement;
            doings.show([...(input.files ?? [])]);
            // So that the same file can be chosen again.
            input.value = "";
          },
        }),
        h("label", { for: "file", class: "button second" }, say.chooseFile),
      ),
      model.receipts.length > 0
        ? h(
            "ul",
            { "aria-label": say.chosenFiles },
            ...model.receipts.map((one) => row(model, one)),
          )
        : null,
      (order?.receipts ?? 0) > 0 &&
        h("p", { class: "quiet" }, say.receiptsShown(order?.receipts ?? 0)),
    ),
  ];
}

function row(model: Model, { name, size, state, problem }: Receipt): View {
  const say = textsOf(model);
  return h(
    "li",
    { class: state },
    h("span", { class: "name" }, name),
    h("span", { class: "quiet" }, fileSize(size, model.language)),
    state === "sending" ? h("progress", { "aria-label": name }) : null,
    h(
      "span",
      { class: "state", role: "status" },
      problem ? say.problems[problem.kind](problem.detail) : say.receiptStates[state],
    ),
  );
}
