import { platform } from "@mainstay/contracts";
import { exportAuditOf } from "@mainstay/core/platform/audit/export-audit";
import { type AuditVerdict, verifyAudit } from "@mainstay/core/platform/audit/verify-audit";
import { type Command, CommandError, type Given, print } from "../command.ts";
import { asOperator } from "../operator.ts";

export const audit: Command = {
  usage: [
    ["verify", "Read the audit and its seals again; exit 1 where something was changed"],
    ["export", "Print the audit as CSV, oldest first; the last position goes to standard error"],
  ],
  options: {
    after: { type: "string", about: "Export what came after this position" },
    actor: { type: "string", about: "Export what this one did, as in account:<id>" },
    action: { type: "string", about: "Export this procedure's rows" },
    target: { type: "string", about: "Export what was done to this, as in account:<id>" },
    from: { type: "string", about: "Export nothing before this time (ISO 8601)" },
    to: { type: "string", about: "Export only what is before this time" },
    expect: { type: "string", about: "A hash that was kept elsewhere, and must be in the chain" },
  },
  notes: [
    "The worker logs the newest hash with its position whenever it seals. Without one that was kept elsewhere nobody can tell a chain that was rewritten as a whole.",
  ],
  run: (given) => {
    const [verb] = given.positionals;
    if (verb === "verify") return verify(given);
    if (verb === "export") return printCsv(given);
    throw new CommandError("Say audit verify or audit export.");
  },
};

async function verify({ values: { expect } }: Given): Promise<number> {
  const expected = typeof expect === "string" ? expect.toLowerCase() : undefined;
  if (expected !== undefined && !/^[0-9a-f]{64}$/.test(expected)) {
    throw new CommandError("--expect is a seal's hash: 64 hexadecimal digits.");
  }
  const verdict = await asOperator(({ ctx }) => verifyAudit(ctx.db, expected));
  print(...linesOf(verdict));
  return verdict.unchanged ? 0 : 1;
}

async function printCsv({ values }: Given): Promise<number> {
  const input = platform.audit.export.input.safeParse({
    ...values,
    after: Number(values["after"] ?? 0),
    limit: 1_000,
  });
  if (!input.success) {
    const problems = input.error.issues.map(({ path, message }) => `--${path.join()}: ${message}`);
    throw new CommandError(problems.join("; "));
  }
  await asOperator(async ({ ctx }) => {
    let page = await exportAuditOf(ctx.db, input.data);
    process.stdout.write(page.csv);
    while (page.more) {
      page = await exportAuditOf(ctx.db, { ...input.data, after: page.position });
      process.stdout.write(page.csv);
    }
    process.stderr.write(`Up to position ${page.position}.\n`);
  });
  return 0;
}

function linesOf(verdict: AuditVerdict): string[] {
  if (!verdict.unchanged) {
    const { range, problem } = verdict;
    return [
      range
        ? `The audit was changed: positions ${range.first} to ${range.last}: ${problem}.`
        : `The audit was changed: ${problem}.`,
    ];
  }
  const { rows, seals, head, unsealed } = verdict;
  return [
    head
      ? `${count(rows, "row", "rows")} in ${count(seals, "seal", "seals")} are unchanged; head ${head.position} ${head.hash}`
      : "There is no seal yet.",
    ...(unsealed > 0
      ? [`${count(unsealed, "row is", "rows are")} not sealed yet; the worker does it each minute.`]
      : []),
  ];
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
