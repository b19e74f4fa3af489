import { describe, expect, it } from "vitest";
import type { Child, View } from "./element.ts";
import { languages } from "./language.ts";
import { type Doings, type Model, screens } from "./model.ts";
import { sampleSessions } from "./sample-sessions.ts";
import { ends, texts } from "./texts.ts";
import { leadOf, titleOf, view } from "./view.ts";

const doings: Doings = {
  speak: () => {},
  pick: () => {},
  pickBank: () => {},
  choose: () => {},
  markPaid: () => {},
  cancel: () => {},
  askToLeave: () => {},
  copy: () => {},
  show: () => {},
  reload: () => {},
};
const model = (changes: Partial<Model> = {}): Model => ({
  language: "en",
  link: "good",
  session: null,
  now: Date.parse("2026-03-01T12:00:00Z"),
  away: false,
  doing: null,
  problem: null,
  method: null,
  bank: null,
  leaving: false,
  copied: null,
  receipts: [],
  ...changes,
});

function* all(children: readonly Child[]): Generator<View> {
  for (const child of children) {
    if (!child || typeof child === "string") continue;
    yield child;
    yield* all(child.children);
  }
}
const textOf = (child: Child): string => {
  if (typeof child === "string") return child;
  return child ? child.children.map(textOf).join("") : "";
};
const shown = (changes: Partial<Model>) => {
  const views = [...all(view(model(changes), doings))];
  const tagged = (tag: string) => views.filter((one) => one.tag === tag);
  return { views, tagged, text: view(model(changes), doings).map(textOf).join("\n") };
};

describe.each(languages)("in %s", (language) => {
  it.each(Object.entries(sampleSessions))(
    "%s has one heading, a sentence of what it is about, and a name for all that can be done",
    (_name, session) => {
      const { tagged, text } = shown({ language, session });
      expect(tagged("h1").map(textOf)).toHaveLength(1);
      expect(text).toContain(leadOf(model({ language, session })));
      for (const one of [...tagged("button"), ...tagged("a")]) {
        expect(String(one.attributes["aria-label"] ?? textOf(one)).trim()).not.toBe("");
      }
      for (const field of tagged("fieldset")) {
        expect(field.children.some((child) => child && (child as View).tag === "legend")).toBe(
          true,
        );
      }
      const ids = [...all(view(model({ language, session }), doings))].flatMap(({ attributes }) =>
        attributes["id"] === undefined ? [] : [attributes["id"]],
      );
      expect(new Set(ids).size).toBe(ids.length);
      expect(titleOf(model({ language, session }))).toContain(session.store.title);
    },
  );

  it("every screen, end and problem has words of its own", () => {
    const say = texts[language];
    const spoken = [...screens.map((one) => say.titles[one]), ...ends.map((one) => say.ends[one])];
    expect(new Set(spoken).size).toBe(spoken.length);
    for (const one of spoken) expect(/[а-яё]/i.test(one)).toBe(language === "ru");
  });
});

describe("what is paid", () => {
  it("is shown to the last digit, with why it is another sum than was asked for", () => {
    const { text, tagged } = shown({ session: sampleSessions.paying });
    expect(tagged("strong").map(textOf)).toEqual([".07"]);
    expect(text).toContain("Instead of ₽12,500.00.");
    expect(shown({ session: sampleSessions.paying_phone }).text).not.toContain("Instead of");
  });

  it("goes to a number in groups, and is copied without them", () => {
    const copied: string[] = [];
    const views = view(model({ session: sampleSessions.paying }), {
      ...doings,
      copy: (what, text) => void copied.push(`${what} ${text}`),
    });
    for (const { attributes } of all(views)) {
      const { class: kind, onclick } = attributes;
      if (kind === "copy" && typeof onclick === "function") onclick({} as Event);
    }
    expect(copied).toEqual(["sum 12500.07", "number 2200150123456789", "holder IVAN PETROV"]);
    expect(views.map(textOf).join("")).toContain("2200 1501 2345 6789");
  });

  it("is warned of under two minutes, and is looked at when the time is up", () => {
    const { paying } = sampleSessions;
    const before = (ms: number) =>
      shown({ session: paying, now: Date.parse(paying.order.deadline) - ms }).text;
    expect(before(121_000)).not.toContain(texts.en.soon);
    expect(before(119_000)).toContain(texts.en.soon);
    expect(before(0)).toContain(texts.en.timeIsUp);
  });
});

describe("a choice", () => {
  it("begins with the first way and any of its banks", () => {
    const checked = (changes: Partial<Model>) =>
      shown({ session: sampleSessions.choosing, ...changes })
        .tagged("input")
        .flatMap(({ attributes: { name, value, checked: is } }) => (is ? [[name, value]] : []));
    expect(checked({})).toEqual([
      ["method", "card"],
      ["bank", ""],
    ]);
    expect(checked({ method: "card", bank: "tbank" })).toContainEqual(["bank", "tbank"]);
    // What is not offered any more is not chosen any more.
    expect(checked({ method: "gone", bank: "gone" })).toEqual(checked({}));
    expect(checked({ method: "sbp" })).toEqual([["method", "sbp"]]);
  });
});

describe("while something is being done", () => {
  it("nothing else is begun, and the button keeps the focus", () => {
    let done = 0;
    const views = view(model({ session: sampleSessions.paying, doing: "markPaid" }), {
      ...doings,
      markPaid: () => void done++,
      askToLeave: () => void done++,
    });
    const buttons = [...all(views)].filter(({ attributes }) =>
      String(attributes["class"]).startsWith("button"),
    );
    for (const { attributes } of buttons) {
      expect(attributes).toMatchObject({ "aria-disabled": "true" });
      expect(attributes["disabled"]).toBeUndefined();
      if (typeof attributes["onclick"] === "function") attributes["onclick"]({} as Event);
    }
    expect(buttons).toHaveLength(2);
    expect(done).toBe(0);
  });
});

describe("a newer server", () => {
  it("may have states and ends that the page does not know", () => {
    const { text } = shown({ session: { ...sampleSessions.paying, state: "paused" } });
    expect(text).toContain(texts.en.titles.other);
    expect(text).not.toContain("2200");
    const over = shown({ session: { ...sampleSessions.over, ended: "unheard_of" } });
    expect(over.text).toContain(texts.en.titles.over);
    const late = shown({ session: { ...sampleSessions.over, ended: null } });
    expect(late.text).toContain(texts.en.ends.late);
  });
});
