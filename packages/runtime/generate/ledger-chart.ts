import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type AccountPurpose, type Chart, charts, type JournalKind } from "@mainstay/contracts";

/** Writes the chart of accounts into docs/ledger.md; with `--check`, fails when it is stale. */
const file = path.join(import.meta.dirname, "../../../docs/ledger.md");
const begin = "<!-- The chart, made from packages/contracts by `pnpm generate`. -->";
const end = "<!-- The end of the chart. -->";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
};

const rowOfAccount = ({ name, ownerKind, side, floor, about }: AccountPurpose): string[] => [
  `\`${name}\``,
  ownerKind === "platform" ? "the platform" : ownerKind,
  side,
  floor === null ? "none" : String(floor),
  about,
];

const rowsOfJournal = ({ name, when, legs }: JournalKind): string[][] =>
  legs.length === 0
    ? [[`\`${name}\``, when, "any", "any", "as it says"]]
    : legs.map(({ debit, credit, amount }, leg) => [
        leg === 0 ? `\`${name}\`` : "",
        leg === 0 ? when : "",
        `\`${debit.name}\``,
        `\`${credit.name}\``,
        amount,
      ]);

const sectionOf = ({ module, accounts, journals }: Chart): string =>
  [
    `### ${module}`,
    table(["account", "whose", "side", "floor", "what for"], accounts.map(rowOfAccount)),
    table(["journal", "when", "debit", "credit", "amount"], journals.flatMap(rowsOfJournal)),
  ].join("\n\n");

const before = readFileSync(file, "utf8");
const [head, rest] = before.split(begin);
const tail = rest?.split(end)[1];
if (head === undefined || tail === undefined) throw new Error(`${file} has no place for the chart`);
const after = `${head}${begin}\n\n${charts.map(sectionOf).join("\n\n")}\n\n${end}${tail}`;

if (process.argv.includes("--check")) {
  if (after !== before) {
    console.error("docs/ledger.md is stale: run `pnpm generate` and commit what it writes.");
    process.exitCode = 1;
  }
} else if (after !== before) {
  writeFileSync(file, after);
  console.log("Written: docs/ledger.md.");
}
