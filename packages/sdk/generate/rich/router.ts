// Generated from the contract by `pnpm generate`; changes here are lost.
import type * as Rpc from "../../src/procedure-types.ts";

export interface Everything {
  text: string;
  number: number;
  whole: number;
  yes: boolean;
  nothing: null;
  unknown: unknown;
  json: Json;
  one: "one";
  numbers: 1 | 2;
  status: Status;
  inline: "a" | "b" | (string & {});
  lonely: "only";
  maybe: Status | null;
  optional?: string | undefined;
  nullish?: number | null | undefined;
  /** Default: "x" */
  defaulted: "x" | "y" | (string & {});
  list: string[];
  listOfEither: (string | number)[];
  listOfStatus: (Status | null)[];
  fixed: readonly string[];
  pair: [string, number];
  atLeastOne: [string, ...(number | null)[]];
  record: { [key: string]: {
    deep: Status;
  } };
  complete: { [key in "a" | "b"]: number };
  partial: { [key in "a" | "b"]?: string };
  either: string | Label | {
    raw: string;
  };
  method: Method;
  frozen: {
    readonly at: string;
  };
  loose: {
    known: string;
    [key: string]: unknown;
  };
  /**
   * Use `text`. *\/
   * @deprecated
   */
  old: string;
  folder: Folder;
  empty: Record<string, never>;
}

export interface EverythingInput {
  text: string;
  number: number;
  whole: number;
  yes: boolean;
  nothing: null;
  unknown: unknown;
  json: Json;
  one: "one";
  numbers: 1 | 2;
  status: StatusInput;
  inline: "a" | "b";
  lonely: "only";
  maybe: StatusInput | null;
  optional?: string | undefined;
  nullish?: number | null | undefined;
  /** Default: "x" */
  defaulted?: "x" | "y" | undefined;
  list: string[];
  listOfEither: (string | number)[];
  listOfStatus: (StatusInput | null)[];
  fixed: readonly string[];
  pair: [string, number];
  atLeastOne: [string, ...(number | null)[]];
  record: { [key: string]: {
    deep: StatusInput;
  } };
  complete: { [key in "a" | "b"]: number };
  partial: { [key in "a" | "b"]?: string };
  either: string | Label | {
    raw: string;
  };
  method: Method;
  frozen: {
    readonly at: string;
  };
  loose: {
    known: string;
    [key: string]: unknown;
  };
  /**
   * Use `text`. *\/
   * @deprecated
   */
  old: string;
  folder: Folder;
  empty: Record<string, never>;
}

export interface Folder {
  name: string;
  folders: Folder[];
}

export interface InputIssue {
  path: string;
  message: string;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Label {
  text: string;
  "aria-label"?: string | undefined;
}

export interface Line {
  price: Money;
  label: Label;
}

export interface LineInput {
  price: MoneyInput;
  label: Label;
}

export type Method = {
  method: "card";
  last4: string;
} | {
  method: "cash";
  till: number;
};

/** An amount of a currency. */
export interface Money {
  /** Decimal. */
  amount: string;
  /** Default: "EUR" */
  currency: string;
}

/** An amount of a currency. */
export interface MoneyInput {
  /** Decimal. */
  amount: string;
  /** Default: "EUR" */
  currency?: string | undefined;
}

export type Status = "new" | "paid" | (string & {});

export type StatusInput = "new" | "paid";

/** Every reason that a call can be refused with. */
export interface Reasons {
  /** A call with this idempotency key is still running; repeat it in {retryAfterSeconds} s. */
  "idempotency.in_progress": {
    kind: "conflict";
    details: {
      retryAfterSeconds: number;
    };
  };
  /** An idempotency key has 1 to 255 visible ASCII characters. */
  "idempotency.key_invalid": {
    kind: "invalid";
    details: Record<string, never>;
  };
  /** This call moves money and needs an Idempotency-Key header: a new one for each payment, the same one for its repeats. */
  "idempotency.key_required": {
    kind: "invalid";
    details: Record<string, never>;
  };
  /** This idempotency key was used with another input. Use a new key for a new call. */
  "idempotency.key_reused": {
    kind: "conflict";
    details: Record<string, never>;
  };
  /** This is for somebody who has signed in; a key has no account. */
  "request.account_needed": {
    kind: "forbidden";
    details: Record<string, never>;
  };
  /** The caller may not do this: it needs the permission {permission}. */
  "request.forbidden": {
    kind: "forbidden";
    details: {
      permission: string;
    };
  };
  /** The input is not valid: {summary}. */
  "request.invalid": {
    kind: "invalid";
    details: {
      summary: string;
      issues: InputIssue[];
    };
  };
  /** A call with a session cookie must come from a page of an allowed origin. Add the page's origin to CORS_ORIGINS, or send a bearer token instead of the cookie. */
  "request.origin_refused": {
    kind: "forbidden";
    details: Record<string, never>;
  };
  /** Too many calls; try again in {retryAfterSeconds} s. */
  "request.rate_limited": {
    kind: "limited";
    details: {
      retryAfterSeconds: number;
    };
  };
  /** Whoever is signed in as somebody else can look, and change nothing. */
  "request.read_only": {
    kind: "forbidden";
    details: Record<string, never>;
  };
  /** This session may do nothing else before its account has mended this: {limitedTo}. See docs/identity.md. */
  "request.session_limited": {
    kind: "forbidden";
    details: {
      limitedTo: "enroll_second_factor" | "change_password" | (string & {});
    };
  };
  /** The request is larger than this server takes ({limitBytes} bytes). */
  "request.too_large": {
    kind: "invalid";
    details: {
      limitBytes: number;
    };
  };
  /** This call needs credentials that are known and not expired. */
  "request.unauthenticated": {
    kind: "unauthenticated";
    details: Record<string, never>;
  };
  /** This cannot be answered at the moment. Try again in {retryAfterSeconds} s, a change with its idempotency key. */
  "request.unavailable": {
    kind: "unavailable";
    details: {
      retryAfterSeconds: number;
    };
  };
  /** The input has fields that this server ({version}) does not know: {fields}. Remove them, or update the server. */
  "request.unknown_fields": {
    kind: "invalid";
    details: {
      fields: string[];
      version: string;
    };
  };
  /** There is no procedure {path}. /docs lists them all. */
  "request.unknown_procedure": {
    kind: "not_found";
    details: {
      path: string;
    };
  };
  /** The request is not readable: {problem}. */
  "request.unreadable": {
    kind: "invalid";
    details: {
      problem: string;
    };
  };
  /** {path} is not called by {method}: queries go by GET or POST, mutations by POST, subscriptions by WebSocket or server-sent events. */
  "request.wrong_method": {
    kind: "invalid";
    details: {
      path: string;
      method: string;
    };
  };
  /** Short of {short}. */
  "shop.broke": {
    kind: "conflict";
    details: {
      short: Money;
      status: Status;
    };
  };
  /** Closed. */
  "shop.closed": {
    kind: "precondition";
    details: Record<string, never>;
  };
}

export type CommonReason =
  | "request.unreadable"
  | "request.too_large"
  | "request.unknown_procedure"
  | "request.wrong_method"
  | "request.invalid"
  | "request.unknown_fields"
  | "request.unauthenticated"
  | "request.forbidden"
  | "request.account_needed"
  | "request.session_limited"
  | "request.read_only"
  | "request.origin_refused"
  | "request.rate_limited"
  | "request.unavailable"
  | "idempotency.in_progress"
  | "idempotency.key_reused"
  | "idempotency.key_invalid"
  | "idempotency.key_required";

export interface Api {
  shop: {
    /** Nothing in */
    ping: Rpc.Query<void, {
      ok: boolean;
    }>;
    /**
     * Everything in and out
     *
     * Of each kind one.
     *
     * Needs the permission `shop.everything`.
     */
    everything: Rpc.Mutation<EverythingInput, Everything, "shop.broke" | "shop.closed">;
    /**
     * Pay
     * @deprecated since 2.0, gone after 2027-01-01: use shop.everything
     */
    pay: Rpc.Mutation<{
      lines: LineInput[];
      tip?: MoneyInput | undefined;
    }, {
      total: Money;
      lines: Line[];
    }>;
    inner: {
      /** By POST */
      "odd-name": Rpc.Query<Label, string[]>;
      /** Watch */
      watch: Rpc.Subscription<{
        status: StatusInput;
      }, Status, "shop.closed">;
    };
  };
}

/** Queries whose input must not stand in a URL. */
export const queriesByPost: ReadonlySet<string> = new Set(["shop.inner.odd-name"]);

/** Mutations that take no idempotency key, and so are never repeated by themselves. */
export const mutationsWithoutKey: ReadonlySet<string> = new Set([]);
