/** The cookies of a page that calls from the same site. */
export interface Browser {
  /** A credential: Lucia's session id. */
  readonly session: string | null;
  /** What this browser is known by to accounts that signed in on it. */
  readonly device: string | null;
  /** With null it is forgotten. */
  keepSession(value: string | null, expiresAt: Date): void;
  keepDevice(value: string, expiresAt: Date): void;
}
