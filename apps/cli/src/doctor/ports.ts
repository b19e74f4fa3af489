import type { Env } from "@mainstay/runtime";
import { isFree, portsOf, type WantedPort } from "../dev/ports.ts";
import { addressOf } from "../dev/screen.ts";
import { fail, type Finding, off, ok, warn, why } from "./finding.ts";

/** Either our own process answers there, or nobody has the port. */
export async function* ports(env: Env): AsyncGenerator<Finding> {
  for (const wanted of portsOf(env)) yield await port(wanted);
}

async function port({ what, port: number, host, variable }: WantedPort): Promise<Finding> {
  const about = `Port ${number}`;
  try {
    if (await isFree({ port: number, host })) return off(about, `free: ${what} is not running`);
  } catch (error) {
    return fail(
      about,
      `cannot be listened on: ${why(error)}`,
      `Set ${variable}, or the host beside it.`,
    );
  }
  const ready = await readyz(`${addressOf(host, number)}/readyz`);
  if (ready === null) {
    return fail(about, `somebody else has it`, `Stop that, or set ${variable}.`);
  }
  if (ready.ready) return ok(about, `${what} runs and is ready`);
  return warn(about, `${what} runs and is not ready: ${ready.missing.join(", ")}`, "Read its log.");
}

/** Null where it is not one of ours that answers. */
async function readyz(url: string): Promise<{ ready: boolean; missing: readonly string[] } | null> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(3_000),
      headers: { connection: "close" },
    });
    const body = (await response.json()) as { ready?: unknown; missing?: unknown };
    if (typeof body.ready !== "boolean" || !Array.isArray(body.missing)) return null;
    return { ready: body.ready, missing: body.missing.map(String) };
  } catch {
    // Whoever it is does not speak as ours do.
    return null;
  }
}
