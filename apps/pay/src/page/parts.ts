import type { Money } from "@mainstay/sdk";
import { left } from "./countdown.ts";
import { type Child, h, type View } from "./element.ts";
import type { Action, Model } from "./model.ts";
import { moneyParts } from "./money.ts";
import { type Texts, texts } from "./texts.ts";

export const textsOf = ({ language }: Model): Texts => texts[language];

/** While one thing is being done none is begun. Not `disabled`, which would take the focus away. */
export function button(
  model: Model,
  look: "first" | "second" | "quiet",
  { does, action, id }: { does: "submit" | (() => void); action?: Action; id?: string },
  ...children: readonly Child[]
): View {
  const busy = model.doing !== null;
  return h(
    "button",
    {
      type: does === "submit" ? "submit" : "button",
      id,
      class: `button ${look}`,
      "aria-disabled": busy ? "true" : undefined,
      "aria-busy": busy && model.doing === action ? "true" : undefined,
      onclick: does === "submit" || busy ? undefined : does,
    },
    ...children,
    busy && model.doing === action
      ? h("span", { class: "spinner small", "aria-hidden": "true" })
      : null,
  );
}

/** The way on, which leaves this page. */
export const storeLink = (model: Model, url: string | null, look: "first" | "second"): Child =>
  url !== null &&
  h("a", { class: `button ${look}`, href: url, rel: "noreferrer" }, textsOf(model).backToStore);

export function sum(model: Model, value: Money, look: "large" | "exact" | "plain" = "plain"): View {
  const { before, whole, minor, after } = moneyParts(value, model.language);
  const isSetApart = look === "exact" && /[1-9]/.test(minor);
  return h(
    "span",
    { class: look === "plain" ? "sum" : "sum large" },
    before + whole,
    // What comes after the whole units is what gets lost on the way into a bank's app.
    isSetApart ? h("strong", { class: "minor" }, minor) : minor,
    after,
  );
}

export const timer = (model: Model, label: string, until: string): View =>
  h(
    "p",
    { class: "timer" },
    `${label} `,
    h("span", { class: "left", role: "timer" }, left(Date.parse(until) - model.now)),
  );

export const note = (kind: "warn" | "wrong" | "plain", text: string): View =>
  h(
    "div",
    { class: `note ${kind}` },
    h(
      "svg",
      { viewBox: "0 0 20 20", "aria-hidden": "true", class: "sign" },
      h("circle", { cx: 10, cy: 10, r: 9 }),
      h("path", { d: kind === "plain" ? "M10 9v5M10 5.6v.6" : "M10 5v6M10 13.8v.6" }),
    ),
    h("p", {}, text),
  );

/** It is read out as soon as it is there. */
export const problemNote = (model: Model): View =>
  h(
    "div",
    { role: "alert" },
    model.problem &&
      note("wrong", textsOf(model).problems[model.problem.kind](model.problem.detail)),
  );

export const facts = (...rows: readonly Child[]): View => h("dl", { class: "facts" }, ...rows);
export const fact = (name: string, value: Child, copy: Child = null): View =>
  h("div", { class: copy ? "copyable" : undefined }, h("dt", {}, name), h("dd", {}, value, copy));
