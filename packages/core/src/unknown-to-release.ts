/** Thrown by a job that names what only a newer release knows: it waits for a worker of that one. */
export class UnknownToReleaseError extends Error {
  override readonly name = "UnknownToReleaseError";

  constructor(what: string) {
    super(`this release does not know ${what}`);
  }
}
