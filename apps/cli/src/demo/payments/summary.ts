import { settlementCurrency } from "@mainstay/contracts";
import { columns } from "../../command.ts";
import type { Books } from "./books.ts";
import type { Told } from "./events.ts";
import { unitsText } from "./money.ts";
import type { Played } from "./play.ts";

/** What has come of all orders. */
export function outcomes(played: readonly Played[]): string[] {
  const rows = new Map<string, { kind: string; ended: string; about: string; count: number }>();
  for (const { kind, ended, about } of played) {
    const name = `${kind} ${ended} ${about}`;
    const row = rows.get(name) ?? { kind, ended, about, count: 0 };
    rows.set(name, { ...row, count: row.count + 1 });
  }
  const sorted = [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    "Orders by outcome",
    ...indented([
      ...sorted.map(([, { kind, ended, about, count }]) => [kind, ended, String(count), about]),
      ["all", "", String(played.length)],
    ]),
    ...played.flatMap(({ kind, about, wrong }) =>
      wrong === null ? [] : [`  WRONG: ${kind} ${about}: ${wrong}`],
    ),
  ];
}

/** What the demo deposited to begin with is in both, before and after. */
export function moneyByAccount(before: Books, after: Books): string[] {
  const rows = [...after].map(([account, stands]) => {
    const had = before.get(account) ?? 0n;
    const change = stands - had;
    const sign = change > 0n ? "+" : "";
    return [account, unitsText(had), unitsText(stands), `${sign}${unitsText(change)}`];
  });
  const table = [["account", "before", "after", "change"], ...rows];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const aligned = table.map((row) =>
    row.map((cell, at) => (at === 0 ? cell : cell.padStart(widths[at] ?? 0))),
  );
  return [`Money by account, in ${settlementCurrency}`, ...indented(aligned)];
}

export const webhookLines = ({ events, missing, verified, repeated, refused }: Told): string[] => [
  "Webhooks",
  ...indented([
    ["happened", String(events), "events, as payments.events.list has them"],
    ["verified", String(verified), "came with a right signature"],
    ["repeated", String(repeated), "came more than once"],
    ["refused", String(refused), "came with a wrong signature or time"],
    ["missing", String(missing), "never came"],
  ]),
];

const indented = (rows: readonly (readonly string[])[]): string[] =>
  columns(rows).map((line) => `  ${line}`);
