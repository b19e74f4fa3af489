import type { PaymentSession } from "@mainstay/sdk";
import { type Child, h, type View } from "./element.ts";
import { languages } from "./language.ts";
import { type Doings, type Model, type Screen, screenOf } from "./model.ts";
import { fact, facts, note, sum, textsOf } from "./parts.ts";
import { checkingScreen } from "./screen-checking.ts";
import { choosingScreen } from "./screen-choosing.ts";
import { endText, overScreen, paidScreen, partScreen, sign } from "./screen-ended.ts";
import { payingScreen, searchingScreen } from "./screen-paying.ts";
import { languageNames } from "./texts.ts";

/** The whole page. */
export function view(model: Model, doings: Doings): View[] {
  const screen = screenOf(model);
  const say = textsOf(model);
  return [
    header(model, doings),
    h(
      "main",
      { key: screen },
      h("div", { role: "status" }, model.away && note("warn", say.away)),
      mark(screen),
      h("h1", { id: "title", tabindex: -1 }, say.titles[screen]),
      h("p", { class: "lead" }, leadOf(model)),
      ...content(model, screen, doings),
    ),
  ];
}

/** What the screen is about, in one sentence. */
export function leadOf(model: Model): string {
  const screen = screenOf(model);
  const say = textsOf(model);
  if (screen === "bad_link") return say.badLink[model.link === "missing" ? "missing" : "refused"];
  if (screen === "over") return endText(say, model.session?.ended ?? null);
  return say.leads[screen];
}

export const titleOf = (model: Model): string =>
  [textsOf(model).titles[screenOf(model)], model.session?.store.title].filter(Boolean).join(" · ");

function header({ session, language }: Model, doings: Doings): View {
  const { logo = null, title = "" } = session?.store ?? {};
  return h(
    "header",
    {},
    h(
      "p",
      { class: "store" },
      // Its name stands beside it. One that cannot be loaded goes.
      logo &&
        h("img", {
          src: logo.url,
          alt: "",
          width: 40,
          height: 40,
          onerror: ({ target }: Event) => void ((target as HTMLElement).hidden = true),
        }),
      h("span", {}, title),
    ),
    h(
      "div",
      { class: "languages", role: "group", "aria-label": textsOf({ language } as Model).language },
      ...languages.map((one) =>
        h(
          "button",
          {
            type: "button",
            lang: one,
            "aria-label": languageNames[one],
            "aria-pressed": one === language ? "true" : "false",
            onclick: () => doings.speak(one),
          },
          one.toUpperCase(),
        ),
      ),
    ),
  );
}

function mark(screen: Screen): Child {
  if (screen === "paid") return sign("good");
  if (screen === "paid_in_part") return sign("half");
  return (screen === "over" || screen === "returned" || screen === "bad_link") && sign("bad");
}

function content(model: Model, screen: Screen, doings: Doings): readonly Child[] {
  const { session } = model;
  if (screen === "loading") {
    return [h("div", { class: "wait" }, h("span", { class: "spinner", "aria-hidden": "true" }))];
  }
  const show = screen === "bad_link" ? undefined : shows[screen];
  return session && show ? show(model, session, doings) : [];
}

const shows: Readonly<
  Record<
    Exclude<Screen, "loading" | "bad_link">,
    (model: Model, session: PaymentSession, doings: Doings) => readonly Child[]
  >
> = {
  choosing: choosingScreen,
  searching: searchingScreen,
  paying: payingScreen,
  checking: checkingScreen,
  paid: paidScreen,
  paid_in_part: partScreen,
  returned: overScreen,
  over: overScreen,
  other: (model, { money }) => [facts(fact(textsOf(model).sum, sum(model, money)))],
};
