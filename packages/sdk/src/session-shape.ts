import type { Api, SessionAccount, SessionAnswer } from "./generated/router.ts";
import type { Call } from "./procedure-types.ts";

type Auth = Api["identity"]["auth"];

export type SignInInput = Omit<Parameters<Auth["signIn"]["mutate"]>[0], "device">;

/** An answer that is refused with the reasons of the call behind it, for `safe` to know. */
type Refusable<T, C extends { readonly "~reasons"?: string }, More extends string = never> = Call<
  T,
  // Not NonNullable, which makes a plain string of the open end of these.
  Exclude<C["~reasons"], undefined> | More
>;

export interface SignedIn {
  readonly kind: "signed_in";
  readonly account: SessionAccount;
  /** The only thing that this session may do, until it has done it. */
  readonly limitedTo: SessionAnswer["limitedTo"];
}
/** Go on with `secondFactor`. */
export interface CodeAsked {
  readonly kind: "second_factor";
  readonly expiresAt: string;
}

/** Somebody's way in and out, and what keeps them signed in between: give it to `createMainstay`. */
export interface Session {
  readonly way: "tokens" | "cookie";
  signIn(input: SignInInput): Refusable<SignedIn | CodeAsked, ReturnType<Auth["signIn"]["mutate"]>>;
  /** Finishes the sign-in that asked for a code; an authenticator's or a recovery code. */
  secondFactor(input: {
    code: string;
    trustDevice?: boolean;
  }): Refusable<SignedIn, ReturnType<Auth["secondFactor"]["mutate"]>, "client.no_challenge">;
  signOut(): Promise<void>;
  /** Who is signed in here; null where nobody is. */
  current(): Promise<SessionAccount | null>;
  /** Told of whoever signs in or out here, also because the server has ended the session. */
  onChange(listener: (account: SessionAccount | null) => void): () => void;
  /** For the client that it is given to: the token at hand, renewed in time. */
  token(): Promise<string | null>;
  /** For the client: the server refuses the token that was handed out last. */
  renew(): Promise<void>;
}
