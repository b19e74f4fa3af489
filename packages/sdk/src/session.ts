import type { Mainstay } from "./client.ts";
import { isMainstayError, MainstayError } from "./errors.ts";
import type { RefreshAnswer, SessionAccount, SessionAnswer } from "./generated/router.ts";
import type { MainstayOptions } from "./options.ts";
import type { CodeAsked, Session, SignedIn, SignInInput } from "./session-shape.ts";
import { memoryStore, type SessionStore } from "./session-store.ts";
import { inTurn, lifeOf, repeated } from "./session-tokens.ts";

export interface SessionOptions extends Pick<MainstayOptions, "fetch" | "timeoutMs" | "headers"> {
  /** As for `createMainstay`. */
  url: string;
  /**
   * `tokens`: for services, apps and pages of another site. `cookie`: for pages of the API's own site; no
   * script ever sees a credential. Default: `tokens`.
   */
  way?: "tokens" | "cookie";
  /** Where the session is kept between visits. Default: the memory, so that a reload signs out. */
  store?: SessionStore;
}

interface Kept {
  readonly account?: SessionAccount;
  readonly accessToken?: string;
  /** By this machine's clock, which may be wrong; the server's is only used for how long. */
  readonly until?: number;
  readonly refreshToken?: string;
  readonly challenge?: string;
  /** Survives signing out: it says that this device was here before, not who it is. */
  readonly device?: string;
}

/** A token that is about to run out is renewed before it is used. */
const earlyMs = 20_000;

/** The clients that a session calls with, made by whoever makes it. */
interface Clients {
  /** Without credentials: for what needs none. */
  readonly visitor: Mainstay;
  /** With the session's own. */
  readonly self: () => Mainstay;
}

export class SessionKeeper implements Session {
  readonly way: "tokens" | "cookie";
  readonly #clients: Clients;
  readonly #store: SessionStore;
  readonly #name: string;
  readonly #listeners = new Set<(account: SessionAccount | null) => void>();
  #told: SessionAccount | null | undefined;
  #handedOut: string | null = null;
  #renewing: Promise<void> | null = null;

  constructor({ url, way = "tokens", store = memoryStore() }: SessionOptions, clients: Clients) {
    this.way = way;
    this.#store = store;
    this.#name = `mainstay ${url}`;
    this.#clients = clients;
  }

  async signIn(input: SignInInput): Promise<SignedIn | CodeAsked> {
    const { device } = await this.#read();
    const known = device === undefined ? input : { ...input, device };
    const answer = await this.#clients.visitor.identity.auth.signIn.mutate(known);
    if (answer.kind === "session") return this.#entered(answer as SessionAnswer);
    const { challenge, expiresAt } = answer as { challenge: string; expiresAt: string };
    // Whoever is signed in here stays so until the code is right.
    await this.#write({ ...(await this.#read()), challenge });
    return { kind: "second_factor", expiresAt };
  }

  async secondFactor(input: { code: string; trustDevice?: boolean }): Promise<SignedIn> {
    const { challenge } = await this.#read();
    if (challenge === undefined) throw noChallenge();
    return this.#entered(
      await this.#clients.visitor.identity.auth.secondFactor.mutate({ ...input, challenge }),
    );
  }

  async signOut(): Promise<void> {
    try {
      await this.#end();
    } catch (error) {
      // Only the server can take a cookie back; tokens are gone from here whatever it says.
      if (this.way === "tokens") await this.#forget();
      throw error;
    }
    await this.#forget();
  }

  async current(): Promise<SessionAccount | null> {
    if (this.way === "tokens") return (await this.#read()).account ?? null;
    try {
      const { id, email, name, locale, audience } = await this.#clients.visitor.identity.me.query();
      return { id, email, name, locale, audience };
    } catch (error) {
      if (isMainstayError(error, "request.unauthenticated")) return null;
      throw error;
    }
  }

  onChange(listener: (account: SessionAccount | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async token(): Promise<string | null> {
    if (this.way === "cookie") return null;
    const kept = await this.#read();
    if (kept.accessToken === undefined) return null;
    this.#handedOut = kept.accessToken;
    if ((kept.until ?? 0) - Date.now() > earlyMs) return kept.accessToken;
    try {
      await this.renew();
    } catch (error) {
      // The server then says of the call that nobody is signed in, as of any other.
      if (isUnauthenticated(error)) return null;
      throw error;
    }
    return this.#handedOut;
  }

  renew(): Promise<void> {
    this.#renewing ??= inTurn(this.#name, () => this.#renew()).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #end(): Promise<void> {
    if (this.way === "tokens" && (await this.#read()).accessToken === undefined) return;
    try {
      await this.#clients.self().identity.auth.signOut.mutate();
    } catch (error) {
      // It has ended already.
      if (!isUnauthenticated(error)) throw error;
    }
  }

  async #renew(): Promise<void> {
    const { refreshToken, accessToken } = await this.#read();
    // Another page with this store was here meanwhile.
    if (accessToken !== undefined && accessToken !== this.#handedOut) {
      this.#handedOut = accessToken;
      return;
    }
    if (this.way === "cookie" || refreshToken === undefined) return this.#over();
    const answer = await this.#refresh(refreshToken);
    const now = await this.#read();
    if (now.refreshToken !== refreshToken) {
      // Somebody has signed in or out meanwhile, and that holds.
      this.#handedOut = now.accessToken ?? null;
      if (this.#handedOut === null) throw signedOut();
      return;
    }
    if (!answer) return this.#over();
    this.#handedOut = answer.accessToken;
    await this.#write({ ...now, ...tokensOf(answer) });
  }

  /** Null where the server has ended the session. */
  async #refresh(refreshToken: string): Promise<RefreshAnswer | null> {
    const { refresh } = this.#clients.visitor.identity.auth;
    try {
      return await repeated(() => refresh.mutate({ refreshToken }));
    } catch (error) {
      if (isUnauthenticated(error)) return null;
      throw error;
    }
  }

  async #over(): Promise<never> {
    await this.#forget();
    throw signedOut();
  }

  async #entered(answer: SessionAnswer): Promise<SignedIn> {
    const { account, limitedTo } = answer;
    if (this.way === "cookie") {
      await this.#store.remove();
    } else {
      const device = answer.device ?? (await this.#read()).device;
      const known = device === undefined ? {} : { device };
      this.#handedOut = answer.accessToken;
      await this.#write({ ...known, account, ...tokensOf(answer) });
    }
    this.#tell(account);
    return { kind: "signed_in", account, limitedTo };
  }

  async #forget(): Promise<void> {
    const { device } = await this.#read();
    this.#handedOut = null;
    await this.#write(device === undefined ? {} : { device });
    this.#tell(null);
  }

  #tell(account: SessionAccount | null): void {
    if (account === null && this.#told === null) return;
    this.#told = account;
    for (const listener of this.#listeners) listener(account);
  }

  async #read(): Promise<Kept> {
    const text = await this.#store.get();
    try {
      return text ? (JSON.parse(text) as Kept) : {};
    } catch {
      // Not ours: as if nobody had been here.
      return {};
    }
  }

  async #write(kept: Kept): Promise<void> {
    if (Object.keys(kept).length === 0) await this.#store.remove();
    else await this.#store.set(JSON.stringify(kept));
  }
}

const tokensOf = ({
  accessToken,
  refreshToken,
}: Pick<RefreshAnswer, "accessToken" | "refreshToken">): Kept => ({
  accessToken,
  refreshToken,
  until: Date.now() + lifeOf(accessToken),
});

const isUnauthenticated = (error: unknown): boolean =>
  isMainstayError(error) && error.kind === "unauthenticated";

const signedOut = (): MainstayError =>
  new MainstayError({
    reason: "client.signed_out",
    kind: "unauthenticated",
    message: "Nobody is signed in any more.",
  });
const noChallenge = (): MainstayError =>
  new MainstayError({
    reason: "client.no_challenge",
    kind: "unauthenticated",
    message: "No sign-in waits for a code here: call signIn first.",
  });
