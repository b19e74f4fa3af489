import { availableParallelism } from "node:os";
import { unavailable } from "@mainstay/contracts";
import { hash, parseOptions, verify } from "@node-rs/argon2";

/** argon2id, the library's default; OWASP's first choice of memory and passes. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Costs as much to verify as a real one, and fits no password. */
const nobodys = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** Each takes a core and 19 MiB; more at once would only make all of them slower. */
const mostAtOnce = availableParallelism();
/** About two seconds of work; who comes later is told to come again. */
const mostWaiting = 100 * mostAtOnce;
const waiting: (() => void)[] = [];
let running = 0;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < mostAtOnce) running += 1;
  else {
    if (waiting.length >= mostWaiting) throw unavailable({ retryAfterSeconds: 2 });
    // Who ends hands its place over.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Keyboards write the same letter in several ways. */
const normal = (password: string): string => password.normalize("NFKC");

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(normal(password), parameters));

/** Without a hash it fails after the same time: nobody learns from it that there is no account. */
export async function verifyPassword(kept: string | null, password: string): Promise<boolean> {
  const fits = await inTurn(() => verify(kept ?? nobodys, normal(password)));
  return fits && kept !== null;
}

/** Made with other parameters than are used today. */
export function isOutdated(kept: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(kept);
  return (
    memoryCost !== parameters.memoryCost ||
    timeCost !== parameters.timeCost ||
    parallelism !== parameters.parallelism
  );
}
