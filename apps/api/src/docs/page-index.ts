import {
  type ErrorKind,
  errorKinds,
  type LimitClass,
  limitClasses,
  requestReasons,
} from "@mainstay/contracts";
import { allowances } from "@mainstay/runtime";
import { code, json } from "./code.ts";
import { duration } from "./duration.ts";
import { type Links, type Page, type PageName, pageTitles } from "./frame.ts";
import { html, type Html } from "./html.ts";
import { permissionsOf } from "./page-permissions.ts";
import { subscriptionsOf } from "./page-subscriptions.ts";
import { statusOf } from "./refusals.ts";
import type { Source } from "./source.ts";
import { table } from "./table.ts";

const parts = [
  ["pages", "What there is"],
  ["first-call", "A first call"],
  ["credentials", "Credentials"],
  ["errors", "Errors"],
  ["idempotency", "Idempotency keys"],
  ["limits", "Limits"],
  ["lists", "Pages of lists"],
  ["values", "Values"],
  ["versions", "Over time"],
] as const;

/** How to make a first call, and what all calls have in common. */
export function indexPage(source: Source, links: Links): Page {
  const h2 = (id: (typeof parts)[number][0]): Html =>
    html`<h2 id="${id}">${parts.find(([known]) => known === id)?.[1]}</h2>`;
  const { publicUrl } = source;
  return {
    lead: html`<p>
      Mainstay is called from TypeScript by its SDK, and from anything else over REST: the same
      procedures, the same rules, the same refusals. These pages and the
      <a href="${links.file("openapi.json")}">OpenAPI 3.1 document</a> are made from the contract
      that the server runs.
    </p>`,
    contents: [{ title: pageTitles.index, entries: parts.map(([id, label]) => ({ id, label })) }],
    body: html`${h2("pages")}
      <ul class="cards">
        ${cards(source).map(
          ([name, figure, about]) =>
            html`<li>
              <a href="${links.page(name)}"
                ><b>${pageTitles[name]}</b> <small>${figure}</small><span>${about}</span></a
              >
            </li>`,
        )}
      </ul>
      ${h2("first-call")}
      <p>Anyone may ask the server who it is:</p>
      <div class="pair">
        ${code("curl", `curl '${publicUrl}/api/v1/info'`)} ${code("SDK", firstCall(publicUrl))}
      </div>
      ${h2("credentials")}
      <p>
        An API key or an access token, in the <code>Authorization</code> header; the SDK is given it
        once.
      </p>
      ${code("HTTP", "Authorization: Bearer <API key or access token>")}
      <p>
        Credentials that are not good are refused even where none are needed, so that a caller
        learns that they expired. <a href="${links.page("permissions")}">Permissions</a> says which
        role may do what.
      </p>
      ${h2("errors")}
      <p>
        A refusal has the same shape everywhere. <code>reason</code> is what a program decides by;
        newer servers may have reasons that it does not know, so let it fall back to
        <code>kind</code>.
      </p>
      <div class="pair">${code("REST", json(refusal))} ${code("SDK", catching)}</div>
      ${kindsTable()}
      <p>
        Anything else is <code>500</code> with the reason <code>internal</code>: our fault, and the
        request id says what it was. <a href="${links.page("errors")}">Errors</a> lists every
        reason.
      </p>
      ${h2("idempotency")}
      <p>
        A change that is sent twice with one <code>Idempotency-Key</code> is made once, and both are
        told the same answer. Use a new key (1 to 255 visible ASCII characters) for each new change,
        and the same key for all of its repeats. The SDK does so by itself, and takes a key of
        yours. Over REST, changes that move money are refused without one.
      </p>
      ${code("HTTP", "Idempotency-Key: 0198c2a4-7e10-7c4b-9f21-5d3a8e6b1c70")}
      <ul>
        <li>
          A repeat is answered from the store and says so by
          <code>Idempotency-Replayed: true</code>. Refusals by the procedure itself are stored like
          answers.
        </li>
        <li>
          While the first call runs, a second one is refused with
          <code>idempotency.in_progress</code> and a <code>Retry-After</code>.
        </li>
        <li>
          The same key with another input is refused with <code>idempotency.key_reused</code>.
        </li>
        <li>
          Invalid input, missing credentials, limits and failures of ours are not stored: repeat
          with the same key.
        </li>
        <li>
          Answers are kept for
          <a href="${links.page("settings")}#platform.idempotency_hours"
            ><code>platform.idempotency_hours</code></a
          >.
        </li>
      </ul>
      ${h2("limits")}
      <p>
        Every call is limited by caller: by account, by API key, or by address for those who are not
        signed in. An answer says what is left in <code>RateLimit-Limit</code>,
        <code>RateLimit-Remaining</code>, <code>RateLimit-Reset</code> (seconds) and
        <code>RateLimit-Policy</code>; a refusal is <code>429</code> with <code>Retry-After</code>.
        These are the defaults; an operator can change them.
      </p>
      ${limitsTable()} ${h2("lists")}
      <p>
        A list is answered in pages of <code>limit</code> items (1 to 100, 25 unless told). While
        <code>nextCursor</code> is not null there is more: send it as <code>cursor</code>. Cursors
        are opaque and survive changes in between.
      </p>
      <div class="pair">
        ${code("curl", `curl '${publicUrl}/api/v1/settings?limit=100' \\\n  -H "Authorization: Bearer $MAINSTAY_KEY"`)}
        ${code("SDK", paging)}
      </div>
      ${h2("values")}
      <ul>
        <li>Times are ISO 8601 with a zone: <code>2026-01-15T09:30:00Z</code>.</li>
        <li>
          Ids are UUIDs. Amounts are decimal strings with their currency:
          <code>{ "amount": "125.50", "currency": "USDT" }</code>.
        </li>
        <li>
          Fields that the server does not know are refused by name; answers may gain fields, so
          ignore those that you do not know.
        </li>
      </ul>
      ${h2("versions")}
      <p>
        Within <code>/api/v1</code> the contract only grows. What is deprecated says so here, in the
        types of the SDK and in the <code>Sunset</code> header of its answers, and says what to use
        instead. Every answer has an <code>X-Request-Id</code>; send your own (8 to 64 letters,
        digits, <code>.</code>, <code>_</code> or <code>-</code>) to find a call in both logs.
      </p>`,
  };
}

function cards(source: Source): [PageName, number | string, string][] {
  const { operations, schemas, jobs, events, settings } = source;
  return [
    [
      "rest",
      operations.length,
      "Every query and mutation: address, input, answer, refusals, examples.",
    ],
    ["subscriptions", subscriptionsOf(source), "What is told as it happens."],
    ["permissions", permissionsOf(source).length, "Which role may do what."],
    ["errors", Object.keys(schemas.reasons).length, "Every reason, its status and its details."],
    ["jobs", jobs.length, "What runs later, and how often it is tried."],
    ["events", events.length, "What is published, and what it holds."],
    ["settings", settings.length, "What an operator changes while everything runs."],
    ["environment", "", "What a process is started with."],
  ];
}

const firstCall = (publicUrl: string): string => `import { createMainstay } from "@mainstay/sdk";

const mainstay = createMainstay({
  url: "${publicUrl}",
  apiKey: process.env.MAINSTAY_KEY,
});
const info = await mainstay.platform.system.info.query();`;

const refusal = {
  error: {
    reason: "platform.setting_unknown",
    kind: "not_found",
    message: "There is no setting colour. platform.settings.list names them all.",
    details: { key: "colour" },
    requestId: "4f1c2b9e-8a37-4d51-9c06-2e7b5d0a6f13",
  },
};
const catching = `import { isMainstayError } from "@mainstay/sdk";

try {
  await mainstay.platform.settings.get.query({ key: "colour" });
} catch (error) {
  if (isMainstayError(error, "platform.setting_unknown")) {
    console.log("no such setting:", error.details.key);
  } else throw error;
}`;
const paging = `import { paginate } from "@mainstay/sdk";

const all = paginate(mainstay.platform.settings.list, { limit: 100 });
for await (const setting of all) {
  console.log(setting.key, setting.value);
}`;

const whatToDo: Readonly<Record<ErrorKind, string>> = {
  invalid: "Correct the call: details say what is wrong. Do not repeat it as it is.",
  unauthenticated: "Sign in again, or get a new token, and repeat.",
  forbidden: "Do not repeat: this caller may not.",
  not_found: "It does not exist, or not for this caller.",
  conflict: "It clashes with something that stands or runs; read again, then decide.",
  precondition: "Something else has to be done first.",
  limited: "Wait for Retry-After, then repeat.",
  unavailable: "Wait for Retry-After, then repeat with the same idempotency key.",
};

const kindsTable = (): Html =>
  table(
    "What to do with each kind of error",
    [
      { title: "Kind", cell: (kind) => html`<code>${kind}</code>` },
      { title: "Status", cell: statuses },
      { title: "What to do", cell: (kind) => whatToDo[kind] },
    ],
    errorKinds,
  );

/** One, but for the kinds with a reason that HTTP has a status of its own for. */
const statuses = (kind: ErrorKind): string => {
  const special = requestReasons.filter((reason) => reason.kind === kind).map(statusOf);
  const all = new Set([statusOf({ reason: "", kind }), ...special]);
  return [...all].toSorted((a, b) => a - b).join(", ");
};

const classes: Readonly<Record<LimitClass, string>> = {
  read: "Queries and subscriptions, of each process",
  write: "Changes",
  money: "Moving money",
  sign_in: "Signing in and its like",
  report: "Reports of an app's own faults",
  credentials: "Different wrong tokens and keys, by network",
};
const limitsTable = (): Html =>
  table(
    "Calls that one caller may make",
    [
      { title: "Class", cell: (rate) => classes[rate] },
      { title: "Calls", cell: (rate) => allowances[rate].points.toLocaleString("en") },
      { title: "In", cell: (rate) => duration(allowances[rate].seconds * 1_000) },
    ],
    limitClasses,
  );
