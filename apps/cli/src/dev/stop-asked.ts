import { isAlive, startedBy } from "./ancestors.ts";

export interface StopAsked extends Disposable {
  /** Why, once somebody asks. */
  readonly why: Promise<string>;
  readonly asked: boolean;
  ask(why: string): void;
}

const lookMs = 500;

/**
 * Hears the wish to stop: a signal, which may come several times, as a terminal and package managers all
 * send it; or the end of what started this.
 */
export function listenForStop(): StopAsked {
  const { promise: why, resolve } = Promise.withResolvers<string>();
  let asked = false;
  const ask = (reason: string): void => {
    asked = true;
    resolve(reason);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => ask(signal));
  // A terminal that was closed takes no more output, and that must not keep things from being stopped.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", () => ask("nobody listens"));
  const ancestors = startedBy();
  const look = setInterval(() => {
    if (!ancestors.every(isAlive)) ask("what started it has ended");
  }, lookMs);
  return {
    why,
    get asked() {
      return asked;
    },
    ask,
    [Symbol.dispose]: () => clearInterval(look),
  };
}
