import type { Mainstay, PaymentSession } from "@mainstay/sdk";
import { copyText } from "./copy-text.ts";
import { serverNow } from "./countdown.ts";
import { type Child, patch } from "./element.ts";
import { followPayment } from "./follow-payment.ts";
import { keepLanguage, keptLanguage, languageOf } from "./language.ts";
import {
  type Action,
  type Copied,
  type Doings,
  isEnded,
  type Model,
  type Screen,
  screenOf,
} from "./model.ts";
import { textsOf } from "./parts.ts";
import { problemOf } from "./problem.ts";
import { chosen } from "./screen-choosing.ts";
import { createNews } from "./screen-reader.ts";
import { createReceipts } from "./show-receipts.ts";
import { leadOf, titleOf, view } from "./view.ts";

const copiedMs = 2_500;

/** The page's life: what is heard and done changes the model, and the model is shown. */
export function startPage(mainstay: Mainstay | null, page: Element, region: Element): void {
  const say = createNews(region);
  let model: Model = {
    language: languageOf(keptLanguage(), null, navigator.languages),
    link: mainstay ? "good" : "missing",
    session: null,
    now: Date.now(),
    away: false,
    doing: null,
    problem: null,
    method: null,
    bank: null,
    leaving: false,
    copied: null,
    receipts: [],
  };
  let heardAt = 0;
  let copiedUntil: ReturnType<typeof setTimeout> | undefined;
  let shown: readonly Child[] = [];
  let screen: Screen | null = null;
  let doings: Doings;

  const change = (changes: Partial<Model>): void => {
    const wasLeaving = model.leaving;
    model = { ...model, ...changes };
    if (changes.session) heardAt = performance.now();
    if (model.session) {
      const now = serverNow(model.session.serverTime, heardAt, performance.now());
      model = { ...model, now };
    }
    const next = view(model, doings);
    patch(page, shown, next);
    shown = next;
    document.documentElement.lang = model.language;
    document.title = titleOf(model);
    const now = screenOf(model);
    if (now !== screen) {
      screen = now;
      focusOn("title");
      say(leadOf(model));
    } else if (model.leaving !== wasLeaving) focusOn(model.leaving ? "leave" : "give-up");
  };
  const speak = (language: Model["language"]): void => {
    keepLanguage(language);
    change({ language });
  };

  if (!mainstay) {
    doings = { ...nothing, speak };
    change({});
    return;
  }

  const heardSession = (session: PaymentSession): void => {
    const isNew = session.state !== model.session?.state;
    const language = languageOf(keptLanguage(), session.language, navigator.languages);
    change({ session, language, ...(isNew ? { problem: null, leaving: false } : {}) });
  };
  const payment = followPayment(mainstay, {
    session: heardSession,
    // What has ended stays to be read, also when its token is not good any more.
    refused: () => isEnded(screenOf(model)) || change({ link: "refused" }),
    reached: (isReached) => change({ away: !isReached }),
  });
  const receipts = createReceipts(mainstay, {
    receipts: (all) => change({ receipts: all }),
    session: payment.take,
  });

  const act = async (action: Action, call: () => Promise<PaymentSession>): Promise<void> => {
    if (model.doing !== null) return;
    change({ doing: action, problem: null });
    try {
      payment.take(await call());
    } catch (error) {
      const problem = problemOf(error);
      const { state } = model.session ?? {};
      // Somebody else was faster, or our own call whose answer was lost: it is as it is.
      if (problem.kind === "changed" || problem.kind === "not_offered") await payment.read();
      const isSame = state === model.session?.state;
      change({
        problem: problem.kind === "changed" && isSame ? { kind: "later", detail: "" } : problem,
      });
    } finally {
      change({ doing: null });
    }
  };
  const { sessions } = mainstay.payments;
  const copy = async (what: Copied, text: string): Promise<void> => {
    if (!(await copyText(text))) return;
    say(textsOf(model).copied[what]);
    change({ copied: what });
    clearTimeout(copiedUntil);
    copiedUntil = setTimeout(() => change({ copied: null }), copiedMs);
  };

  doings = {
    speak,
    pick: (method) => change({ method, bank: null, problem: null }),
    pickBank: (bank) => change({ bank, problem: null }),
    choose() {
      const choice = chosen(model);
      if (!choice) return;
      const { bank } = choice;
      const input = { method: choice.choice.method, ...(bank === null ? {} : { bank }) };
      void act("choose", () => sessions.choose.mutate(input));
    },
    markPaid: () => void act("markPaid", () => sessions.markPaid.mutate()),
    cancel: () => void act("cancel", () => sessions.cancel.mutate()),
    askToLeave: (leaving) => change({ leaving }),
    copy: (what, text) => void copy(what, text),
    show: receipts.show,
    reload: () => void payment.read(),
  };
  change({});

  const read = (): void => void payment.read();
  addEventListener("online", read);
  addEventListener("offline", () => change({ away: true }));
  // A phone stops clocks and connections of what is not looked at.
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") read();
  });
  setInterval(() => {
    payment.look(deadlineOf(model), model.now);
    change({});
  }, 1_000);
}

/** When something is to happen by itself. */
function deadlineOf({ session }: Model): string | null {
  if (!session) return null;
  if (session.state === "choosing") return session.expiresAt;
  return session.order?.deadline ?? null;
}

const focusOn = (id: string): void => document.getElementById(id)?.focus();

const nothing: Doings = {
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
