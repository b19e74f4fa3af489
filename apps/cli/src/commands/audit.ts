import { type AuditVerdict, verifyAudit } from "@mainstay/core/platform/audit/verify-audit";
import { type Command, CommandError, print } from "../command.ts";
import { asOperator } from "../operator.ts";

export const audit: Command = {
  usage: [["verify", "Read the audit and its seals again; exit 1 where something was changed"]],
  options: {
    expect: { type: "string", about: "A hash that was kept elsewhere, and must be in the chain" },
  },
  notes: [
    "The worker logs the newest hash with its position whenever it seals. Without one that was kept elsewhere nobody can tell a chain that was rewritten as a whole.",
  ],
  async run({ positionals: [verb], values: { expect } }) {
    if (verb !== "verify") throw new CommandError("Say audit verify.");
    const expected = typeof expect === "string" ? expect.toLowerCase() : undefined;
    if (expected !== undefined && !/^[0-9a-f]{64}$/.test(expected)) {
      throw new CommandError("--expect is a seal's hash: 64 hexadecimal digits.");
    }
    const verdict = await asOperator(({ ctx }) => verifyAudit(ctx.db, expected));
    print(...linesOf(verdict));
    return verdict.unchanged ? 0 : 1;
  },
};

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
