import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Process {
  readonly parent: number;
  readonly command: string;
}

/**
 * The package managers and shells between a terminal and this process. A signal to one of them ends it,
 * and is not passed on: whoever ends `npx` means all of it.
 */
export function startedBy(): readonly number[] {
  const chain: number[] = [];
  for (let pid = process.ppid; pid > 1;) {
    const found = look(pid);
    if (!found || !/(^|[\s/])(npx|npm|pnpm)\b|^(\S*\/)?sh -c /.test(found.command)) break;
    chain.push(pid);
    pid = found.parent;
  }
  return chain;
}

export const isAlive = (pid: number): boolean => look(pid) !== null;

function look(pid: number): Process | null {
  try {
    return process.platform === "linux" ? lookInProc(pid) : lookByPs(pid);
  } catch {
    // It has ended, or is not ours to look at.
    return null;
  }
}

function lookInProc(pid: number): Process | null {
  // "pid (name) state parent …", where the name may hold anything.
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  // A zombie has ended; its parent has not looked.
  return state === "Z" ? null : { parent: Number(parent), command };
}

function lookByPs(pid: number): Process | null {
  const told = execFileSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], {
    encoding: "utf8",
  });
  const [, parent, command] = /^\s*(\d+)\s+(.*)$/s.exec(told) ?? [];
  return command === undefined ? null : { parent: Number(parent), command };
}
