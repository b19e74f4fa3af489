import { styleText } from "node:util";
import { columns, type Command, print } from "../command.ts";
import { examine } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";

const colours = { ok: "green", off: "gray", warn: "yellow", fail: "red" } as const;

export const doctor: Command = {
  usage: [["", "Check this machine and its environment; exit 1 where something fails"]],
  notes: [
    "ok: as it should be; off: not running, which may be meant; warn: works, and is not good; fail: does not work.",
  ],
  async run() {
    let failed = 0;
    for await (const finding of examine()) {
      print(...lines(finding));
      if (finding.state === "fail") failed += 1;
    }
    print(
      "",
      failed === 0 ? "Nothing fails." : failed === 1 ? "1 check fails." : `${failed} checks fail.`,
    );
    return failed === 0 ? 0 : 1;
  },
};

function lines({ state, about, told, todo }: Finding): string[] {
  const [line = ""] = columns([[state.padEnd(4), about.padEnd(14), told]]);
  const shown = process.stdout.isTTY ? line.replace(state, styleText(colours[state], state)) : line;
  return todo === undefined ? [shown] : [shown, `${" ".repeat(22)}→ ${todo}`];
}
