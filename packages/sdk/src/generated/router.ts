// Generated from the contract by `pnpm generate`; changes here are lost.
import type * as Rpc from "../procedure-types.ts";

export interface Account {
  id: string;
  /** Null once closed. */
  email: string | null;
  name: string;
  locale: Locale;
  timeZone: string;
  status: "active" | "blocked" | "closed" | (string & {});
  blockedReason: string | null;
  audiences: Audience[];
  grants: Grant[];
  secondFactor: boolean;
  /** When a reset that is under way takes effect. */
  factorResetAt: string | null;
  createdAt: string;
  lastSignInAt: string | null;
}

export type AccountData = string | number | boolean | null | AccountData[] | { [key: string]: AccountData };

export interface Activity {
  id: string;
  at: string;
  /** The procedure. */
  action: string;
  target: string | null;
  /** `done`, or the reason of the refusal. */
  outcome: string;
  ip: string | null;
}

export interface AdjustmentLeg {
  debit: AdjustmentSide;
  credit: AdjustmentSide;
  money: Money;
}

export interface AdjustmentSide {
  /** A purpose of the chart of accounts. */
  account: string;
  /** Whose; not needed for the platform's own. */
  ownerId?: string | undefined;
}

export interface ApiKey {
  id: string;
  scope: Scope;
  name: string;
  /** The key's beginning, to know it by. */
  hint: string;
  permissions: string[];
  /** Empty: any. */
  allowedIps: string[];
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
  rotatedTo: string | null;
  lastUsedAt: string | null;
  lastUsedFrom: string | null;
}

export type Audience = "customer" | "merchant" | "trader" | "lead" | "support" | "staff" | "admin" | (string & {});

export type AudienceInput = "customer" | "merchant" | "trader" | "lead" | "support" | "staff" | "admin";

export type AuditChanges = string | number | boolean | null | AuditChanges[] | { [key: string]: AuditChanges };

export interface AuditExport {
  csv: string;
  rows: number;
  position: number;
  more: boolean;
}

export interface AuditItem {
  id: string;
  at: string;
  actor: string;
  /** Who it really was, where somebody acted as another. */
  realActor: string | null;
  /** The procedure. */
  action: string;
  /** What it was done to. */
  target: string | null;
  /** `done`, or the reason of the refusal. */
  outcome: string;
  /** What changed, or else what was asked; secrets and personal data are left out. */
  changes: AuditChanges;
  ip: string | null;
  requestId: string;
}

export interface Bank {
  code: string;
  names: {
    en: string;
    ru: string;
  };
  /** As ISO 3166-1 has it in two letters. */
  country: string;
}

/** What a page needs to show the provider's widget. */
export interface Captcha {
  provider: "recaptcha" | "hcaptcha" | "turnstile" | (string & {});
  siteKey: string;
}

export type Channel = "email" | "telegram" | "push" | (string & {});

export type ChannelInput = "email" | "telegram" | "push";

/** One fault, however often it happens; release, stack and address are the latest. */
export interface ClientError {
  id: string;
  app: string;
  release: string | null;
  message: string;
  stack: string | null;
  /** Without what stands after `?` or `#`. */
  url: string | null;
  userAgent: string | null;
  /** How often it was reported. */
  times: number;
  firstAt: string;
  lastAt: string;
}

export interface CommissionStatistic {
  day: string;
  traderId: string;
  traderName: string;
  direction: "pay_in" | "pay_out" | (string & {});
  /** That were completed on that day, in full or in part. */
  orders: number;
  /** What they were worth in USDT. */
  value: Money;
  /** The lead's part. */
  commission: Money;
}

export interface Country {
  /** As ISO 3166-1 has it in two letters. */
  code: string;
  names: {
    en: string;
    ru: string;
  };
}

export interface Currency {
  /** Upper-case, as markets write it. */
  code: string;
  names: {
    en: string;
    ru: string;
  };
  /** It never changes. */
  kind: "fiat" | "crypto" | "points" | (string & {});
  /** After the point. They never change. */
  digits: number;
}

export interface CurrentRate {
  id: string;
  /** Upper-case, as markets write it. */
  base: string;
  /** Upper-case, as markets write it. */
  quote: string;
  /** So many of `quote` are worth one of `base`; at most 12 decimals. */
  rate: string;
  source: "provider" | "typed" | (string & {});
  /** Of when it is, as its source says. */
  takenAt: string;
  /** Too old to be used. */
  stale: boolean;
}

/** One notification by one channel. */
export interface Delivery {
  id: string;
  /** Null where it went to an address without an account. */
  accountId: string | null;
  channel: Channel;
  template: string;
  kind: NotificationKind;
  locale: "en" | "ru" | (string & {});
  state: DeliveryState;
  /** Why it failed, bounced or was withheld. */
  problem: string | null;
  /** What its receiver's side calls it. */
  reference: string | null;
  createdAt: string;
  endedAt: string | null;
}

export interface DeliveryAttempt {
  number: number;
  startedAt: string;
  endedAt: string | null;
  /** Null while it runs; `unknown` where nobody can say whether it arrived. */
  outcome: "accepted" | "refused" | "delayed" | "unknown" | (string & {}) | null;
  /** The code that the outside answered with. */
  answer: string | null;
}

export interface DeliveryDetails {
  id: string;
  /** Null where it went to an address without an account. */
  accountId: string | null;
  channel: Channel;
  template: string;
  kind: NotificationKind;
  locale: "en" | "ru" | (string & {});
  state: DeliveryState;
  /** Why it failed, bounced or was withheld. */
  problem: string | null;
  /** What its receiver's side calls it. */
  reference: string | null;
  createdAt: string;
  endedAt: string | null;
  attempts: DeliveryAttempt[];
}

export type DeliveryState = "waiting" | "sending" | "sent" | "failed" | "bounced" | "withheld" | (string & {});

export type DeliveryStateInput = "waiting" | "sending" | "sent" | "failed" | "bounced" | "withheld";

export interface Device {
  id: string;
  name: string;
  current: boolean;
  /** Until then it is asked for no second factor. */
  trustedUntil: string | null;
  createdAt: string;
  seenAt: string;
}

export interface EarningsMove {
  /** Of its journal. */
  id: string;
  moved: Money;
  /** What is left there. */
  earnings: Money;
  /** What is there now and not held for an order. */
  collateral: Money;
}

export interface FileLink {
  url: string;
  /** Null where the address never ends. */
  expiresAt: string | null;
}

export interface FraudEntry {
  id: string;
  kind: "payer" | "ip" | "requisite" | (string & {});
  /** What is listed, masked. */
  label: string;
  why: string;
  by: string;
  at: string;
  /** Null: for good. */
  until: string | null;
  /** Why is in the audit. */
  lifted: {
    by: string;
    at: string;
  } | null;
  /** Neither lifted nor over. */
  counts: boolean;
}

export interface FraudFlag {
  /** What was noticed after the order was made. */
  rule: string;
  /** The other order; or this one, where whoever had it before showed the same. */
  about: string | null;
  at: string;
}

export type FraudSubject = {
  kind: "payer";
  merchantId: string;
  /** As the merchant knows the payer. */
  payerId: string;
} | {
  kind: "ip";
  ip: string;
} | {
  kind: "requisite";
  method: string;
  /** Spaces and dashes do not count. */
  number: string;
};

export interface Grant {
  id: string;
  role: Role;
  /** Null: everywhere. */
  scope: Scope | null;
}

export interface InputIssue {
  path: string;
  message: string;
}

export interface JobCounts {
  pending: number;
  moved: number;
  failed: number;
  /** For how long the next job could have been moved already. */
  oldestPendingSeconds: number;
}

export interface JobDetails {
  id: string;
  /** Which job, as the contract names it. */
  job: string;
  /** pending: promised; moved: in its queue; then done, failed for good, or discarded by somebody. */
  state: "pending" | "moved" | "done" | "failed" | "discarded" | (string & {});
  /** While a job with a key is not done, there is no second one. */
  key: string | null;
  /** How often it was put into its queue again. */
  generation: number;
  createdAt: string;
  /** Not before this. */
  runAt: string;
  /** When it was put into its queue, or last seen there. */
  movedAt: string | null;
  endedAt: string | null;
  /** Why it failed for good. */
  error: string | null;
  payload: JobPayload;
}

export type JobPayload = string | number | boolean | null | JobPayload[] | { [key: string]: JobPayload };

export interface JobSummary {
  id: string;
  /** Which job, as the contract names it. */
  job: string;
  /** pending: promised; moved: in its queue; then done, failed for good, or discarded by somebody. */
  state: "pending" | "moved" | "done" | "failed" | "discarded" | (string & {});
  /** While a job with a key is not done, there is no second one. */
  key: string | null;
  /** How often it was put into its queue again. */
  generation: number;
  createdAt: string;
  /** Not before this. */
  runAt: string;
  /** When it was put into its queue, or last seen there. */
  movedAt: string | null;
  endedAt: string | null;
  /** Why it failed for good. */
  error: string | null;
}

export interface KeptBank {
  item: "bank";
  code: string;
  names: {
    en: string;
    ru: string;
  };
  /** As ISO 3166-1 has it in two letters. */
  country: string;
  /** What is not is kept for what refers to it, and shown to nobody. */
  active: boolean;
  /** Lists are in this order, then by code. */
  position: number;
  changed: {
    at: string;
    /** `system:seed` where it is as it came. */
    by: string;
  };
}

export interface KeptCountry {
  item: "country";
  /** As ISO 3166-1 has it in two letters. */
  code: string;
  names: {
    en: string;
    ru: string;
  };
  /** What is not is kept for what refers to it, and shown to nobody. */
  active: boolean;
  /** Lists are in this order, then by code. */
  position: number;
  changed: {
    at: string;
    /** `system:seed` where it is as it came. */
    by: string;
  };
}

export interface KeptCurrency {
  item: "currency";
  /** Upper-case, as markets write it. */
  code: string;
  names: {
    en: string;
    ru: string;
  };
  /** It never changes. */
  kind: "fiat" | "crypto" | "points" | (string & {});
  /** After the point. They never change. */
  digits: number;
  /** What is not is kept for what refers to it, and shown to nobody. */
  active: boolean;
  /** Lists are in this order, then by code. */
  position: number;
  changed: {
    at: string;
    /** `system:seed` where it is as it came. */
    by: string;
  };
}

export type KeptItem = KeptCurrency | KeptNetwork | KeptCountry | KeptBank | KeptPaymentMethod;

export interface KeptNetwork {
  item: "network";
  code: string;
  names: {
    en: string;
    ru: string;
  };
  /** What is not is kept for what refers to it, and shown to nobody. */
  active: boolean;
  /** Lists are in this order, then by code. */
  position: number;
  changed: {
    at: string;
    /** `system:seed` where it is as it came. */
    by: string;
  };
}

export interface KeptPaymentMethod {
  item: "payment_method";
  code: string;
  names: {
    en: string;
    ru: string;
  };
  kind: "card" | "phone" | "account" | "crypto" | "cash" | (string & {});
  /** In which it can be paid. */
  currencies: string[];
  /** What is not is kept for what refers to it, and shown to nobody. */
  active: boolean;
  /** Lists are in this order, then by code. */
  position: number;
  changed: {
    at: string;
    /** `system:seed` where it is as it came. */
    by: string;
  };
}

export interface LedgerAccount {
  id: string;
  /** Its purpose. */
  account: string;
  owner: {
    kind: string;
    id: string;
  };
  balance: Money;
  /** Of the balance: what is set aside, and may yet come back or go. */
  held: Money;
  /** What can be moved now: the balance without what is held. */
  available: Money;
  openedAt: string;
}

export interface LedgerAdjustment {
  /** Its journal's too. */
  id: string;
  reason: string;
  legs: AdjustmentLeg[];
  state: "proposed" | "approved" | "rejected" | (string & {});
  proposed: {
    by: string;
    at: string;
  };
  decided: {
    by: string;
    at: string;
    why: string | null;
  } | null;
}

export interface LedgerBalance {
  accountId: string;
  at: string;
  balance: Money;
  /** Null for a time in the past. */
  held: Money | null;
  /** Null for a time in the past. */
  available: Money | null;
}

export interface LedgerFinding {
  check: string;
  /** What is wrong. */
  subject: string;
  /** In what way. */
  problem: string;
}

export interface LedgerReconciliation {
  id: string;
  startedAt: string;
  finishedAt: string;
  by: string;
  clean: boolean;
  /** How many faults there are; the first hundred are listed. */
  found: number;
  findings: LedgerFinding[];
  /** How many were looked at. */
  accounts: string;
  /** How many were looked at. */
  transfers: string;
}

export interface LedgerStatementExport {
  csv: string;
  rows: number;
  nextCursor: string | null;
}

export interface LedgerStatementItem {
  /** Of the movement: its journal and leg. */
  id: string;
  at: string;
  /** One more than the entry before. Null where the account has no floor. */
  version: string | null;
  /** Positive where the balance grew. */
  change: Money;
  /** Null where the account has no floor. */
  balanceAfter: Money | null;
  /** Of the journal, as the chart names it. */
  kind: string;
  /** What it is about: `kind:id`. */
  ref: string;
  counterpart: string;
  /** The journal that it takes back. */
  reverses: string | null;
}

export interface LinkedProof {
  fileId: string;
  /** In capitals and without spaces. */
  bankReference: string | null;
  /** For the back office. */
  by: string | null;
  at: string;
  name: string;
  /** A picture, or application/pdf. */
  type: string;
  link: {
    url: string;
    expiresAt: string | null;
  };
}

export interface LiveTicket {
  ticket: string;
  expiresAt: string;
}

export type Locale = "ru" | "en" | (string & {});

export type LocaleInput = "ru" | "en";

export interface LoginAttempt {
  id: string;
  at: string;
  audience: Audience;
  outcome: "signed_in" | "second_factor_asked" | "credentials_wrong" | "code_wrong" | "locked" | "blocked" | "refresh_reused" | "signed_in_as" | (string & {});
  ip: string | null;
  browser: string | null;
  system: string | null;
  place: Place;
}

export interface Merchant {
  id: string;
  name: string;
  /** A suspended one gets no new orders; those it has go on. */
  state: "active" | "suspended" | (string & {});
  createdAt: string;
}

/** What merchants are told, with the whole of what it is about as of then. */
export type MerchantEvent = {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.in_review";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.matching";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.assigned";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.paid_claimed";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.amount_review";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.disputed";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.late_review";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.contested";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.completed";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.partial";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.rejected";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.no_trader";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.cancelled";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.expired";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_in.reversed";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayIn;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.matching";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.offered";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.accepted";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.sending";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.proof_uploaded";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.needs_support";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.completed";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.failed";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.cancelled";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "pay_out.returned";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: PayOut;
} | {
  /** The same whenever it is told again. */
  id: string;
  type: "webhook.test";
  /** Of what it is about: what has a smaller one than you know is older. */
  sequence: number;
  at: string;
  storeId: string;
  data: {
    endpointId: string;
  };
};

export type MerchantEventType = "pay_in.in_review" | "pay_in.matching" | "pay_in.assigned" | "pay_in.paid_claimed" | "pay_in.amount_review" | "pay_in.disputed" | "pay_in.late_review" | "pay_in.contested" | "pay_in.completed" | "pay_in.partial" | "pay_in.rejected" | "pay_in.no_trader" | "pay_in.cancelled" | "pay_in.expired" | "pay_in.reversed" | "pay_out.matching" | "pay_out.offered" | "pay_out.accepted" | "pay_out.sending" | "pay_out.proof_uploaded" | "pay_out.needs_support" | "pay_out.completed" | "pay_out.failed" | "pay_out.cancelled" | "pay_out.returned" | (string & {});

export type MerchantEventTypeInput = "pay_in.in_review" | "pay_in.matching" | "pay_in.assigned" | "pay_in.paid_claimed" | "pay_in.amount_review" | "pay_in.disputed" | "pay_in.late_review" | "pay_in.contested" | "pay_in.completed" | "pay_in.partial" | "pay_in.rejected" | "pay_in.no_trader" | "pay_in.cancelled" | "pay_in.expired" | "pay_in.reversed" | "pay_out.matching" | "pay_out.offered" | "pay_out.accepted" | "pay_out.sending" | "pay_out.proof_uploaded" | "pay_out.needs_support" | "pay_out.completed" | "pay_out.failed" | "pay_out.cancelled" | "pay_out.returned";

export interface Money {
  /** In whole units, with a point and no more digits than the currency has. */
  amount: string;
  /** Upper-case, as markets write it. */
  currency: string;
}

/** One of its owner's, as the chart names it. */
export type MovableAccount = "merchant.balance" | "trader.collateral" | "trader.earnings" | "team.earnings" | (string & {});

/** One of its owner's, as the chart names it. */
export type MovableAccountInput = "merchant.balance" | "trader.collateral" | "trader.earnings" | "team.earnings";

export type MovementKind = "deposit" | "withdrawal" | (string & {});

export type MovementKindInput = "deposit" | "withdrawal";

export interface MovementOwner {
  kind: "merchant" | "trader" | "team" | (string & {});
  id: string;
}

export interface MovementOwnerInput {
  kind: "merchant" | "trader" | "team";
  id: string;
}

export interface Network {
  code: string;
  names: {
    en: string;
    ru: string;
  };
}

export interface NewApiKey {
  /** Shown once, now. */
  key: string;
  apiKey: ApiKey;
}

export interface NewWebhookSecret {
  /** What its webhooks are signed with. Shown once, now. */
  secret: string;
  endpoint: WebhookEndpoint;
}

/** Operations are orders, pay-outs and work. */
export type NotificationKind = "security" | "operations" | "news" | (string & {});

/** Operations are orders, pay-outs and work. */
export type NotificationKindInput = "security" | "operations" | "news";

export interface NotificationPreference {
  kind: NotificationKind;
  channel: Channel;
  enabled: boolean;
  /** It cannot be turned off. */
  fixed: boolean;
}

export interface NotificationPreferences {
  channels: {
    email: true;
    telegram: TelegramLink | null;
    push: PushSubscription[];
  };
  preferences: NotificationPreference[];
}

export type NotificationPreview = {
  channel: "email";
  subject: string;
  html: string;
  text: string;
} | {
  channel: "telegram";
  html: string;
} | {
  channel: "push";
  title: string;
  body: string;
  url: string;
  tag: string;
};

export interface NotificationTemplate {
  template: string;
  kind: NotificationKind;
  channels: Channel[];
  /** What its data are made of. */
  fields: string[];
}

export interface OrderEvent {
  sequence: number;
  event: string;
  from: string | null;
  to: string;
  by: string;
  why: string | null;
  at: string;
}

export interface OrderExport {
  csv: string;
  rows: number;
  nextCursor: string | null;
}

export type OrderMetadataField = string | number | boolean | null | OrderMetadataField[] | { [key: string]: OrderMetadataField };

export interface OrderStatistic {
  /** The code, id or day; null for orders that have none. */
  key: string | null;
  /** Of a trader or store. */
  name: string | null;
  /** Upper-case, as markets write it. */
  currency: string;
  orders: number;
  /** In whatever way. */
  ended: number;
  /** In full or in part. */
  completed: number;
  /** Of the ended ones those completed. */
  conversionPercent: string | null;
  /** Of those completed, in the orders' currency. */
  volume: Money;
  /** Of those completed, in USDT. */
  value: Money;
  /** That were ever disputed or contested; pay-outs: that ever needed support. */
  disputed: number;
  /** Of all orders. */
  disputePercent: string | null;
  /** Of completed ones that nobody disputed. Pay-ins: from when the payer said that it is paid. Pay-outs: from when the trader accepted to the proof. */
  confirmSeconds: {
    median: number;
    p95: number;
  } | null;
}

export interface PayIn {
  id: string;
  /** For the merchant and the back office. */
  merchantId: string | null;
  /** For the merchant and the back office. */
  storeId: string | null;
  /** The merchant's own name for it. */
  reference: string;
  /** Of the payment session that it is a try of. For the merchant and the back office. */
  sessionId: string | null;
  /** Empty for all but the merchant and the back office. */
  metadata: { [key: string]: OrderMetadataField };
  state: PayInState;
  /** Grows with each change of state. */
  sequence: number;
  method: string;
  bank: string | null;
  /** What was asked for. */
  money: Money;
  /** What the payer was asked to send: raised by a little where another order has the same sum. */
  payable: Money | null;
  /** What came, where it was not what was payable. */
  received: Money | null;
  /** So much of the currency for one USDT, since it was made. */
  rate: string;
  /** What the amount is worth in USDT. */
  value: Money;
  /** Of that, what the merchant pays. For the merchant and the back office. */
  fee: Money | null;
  /** What the merchant was paid of it, once that is so: of one that came in part, less the fee in proportion. For the merchant and the back office. */
  credited: Money | null;
  /** Where the payer sends to, its number masked. */
  requisite: {
    method: string;
    bank: string | null;
    number: string;
    holder: string;
  } | null;
  /** For the back office, the lead and the trader. */
  traderId: string | null;
  /** For the back office. */
  fraud: {
    score: number;
    rules: string[];
  } | null;
  /** When the state ends by itself. */
  deadline: string | null;
  /** Until when late money is still taken. */
  lateUntil: string | null;
  createdAt: string;
  assignedAt: string | null;
  claimedAt: string | null;
  endedAt: string | null;
}

export type PayInState = "in_review" | "matching" | "assigned" | "paid_claimed" | "amount_review" | "disputed" | "late_review" | "contested" | "completed" | "partial" | "rejected" | "no_trader" | "cancelled" | "expired" | "reversed" | (string & {});

export type PayInStateInput = "in_review" | "matching" | "assigned" | "paid_claimed" | "amount_review" | "disputed" | "late_review" | "contested" | "completed" | "partial" | "rejected" | "no_trader" | "cancelled" | "expired" | "reversed";

export interface PayOut {
  id: string;
  /** For the merchant and the back office. */
  merchantId: string | null;
  /** For the merchant and the back office. */
  storeId: string | null;
  /** The merchant's own name for it. */
  reference: string;
  /** For the merchant and the back office. */
  metadata: { [key: string]: OrderMetadataField } | null;
  state: PayOutState;
  /** Grows with each change of state. */
  sequence: number;
  /** What is sent. */
  money: Money;
  /** So much of the currency for one USDT, since it was made. */
  rate: string;
  /** What the amount is worth in USDT, rounded up. For the merchant and the back office. */
  value: Money | null;
  /** What the merchant pays besides. For the merchant and the back office. */
  fee: Money | null;
  /** What the trader gets back for it, rounded down. For the back office, the lead and the trader. */
  worth: Money | null;
  destination: {
    method: string;
    bank: string | null;
    /** Whole for the trader who has accepted it, and masked for all others. */
    number: string;
    /** Null for the trader until he has accepted it. */
    holder: string | null;
  };
  /** For the back office, the lead and the trader. */
  traderId: string | null;
  /** When the state ends by itself. */
  deadline: string | null;
  createdAt: string;
  acceptedAt: string | null;
  provedAt: string | null;
  endedAt: string | null;
}

export type PayOutState = "matching" | "offered" | "accepted" | "sending" | "proof_uploaded" | "needs_support" | "completed" | "failed" | "cancelled" | "returned" | (string & {});

export type PayOutStateInput = "matching" | "offered" | "accepted" | "sending" | "proof_uploaded" | "needs_support" | "completed" | "failed" | "cancelled" | "returned";

/** From a payer to the merchant, or back. */
export type PaymentDirection = "pay_in" | "pay_out" | (string & {});

/** From a payer to the merchant, or back. */
export type PaymentDirectionInput = "pay_in" | "pay_out";

export interface PaymentMethod {
  code: string;
  names: {
    en: string;
    ru: string;
  };
  kind: "card" | "phone" | "account" | "crypto" | "cash" | (string & {});
  /** In which it can be paid. */
  currencies: string[];
}

/** What a payer sees of a payment. */
export interface PaymentSession {
  id: string;
  state: PaymentSessionState;
  /** Grows with each change. */
  sequence: number;
  store: {
    title: string;
    logo: {
      url: string;
    } | null;
    successUrl: string | null;
    failureUrl: string | null;
  };
  /** What is to be paid. */
  money: Money;
  /** Null: as the browser says. */
  language: "en" | "ru" | (string & {}) | null;
  /** What can be chosen now; without a bank, any of them. */
  choices: {
    method: string;
    names: {
      en: string;
      ru: string;
    };
    banks: {
      code: string;
      names: {
        en: string;
        ru: string;
      };
    }[];
  }[];
  /** How the last try ended that was not paid. */
  ended: "cancelled" | "expired" | "no_trader" | "refused" | "unpaid" | (string & {}) | null;
  /** The last try. */
  order: {
    id: string;
    method: string;
    /** The exact sum: it may be a little more than was asked for, so that it can be told apart. */
    payable: Money | null;
    /** What came, where it was another sum. */
    received: Money | null;
    /** Where to send it, while it is to be sent or looked for. */
    requisite: {
      method: string;
      bank: string | null;
      bankNames: {
        en: string;
        ru: string;
      } | null;
      /** Whole. */
      number: string;
      holder: string;
    } | null;
    /** When the state ends by itself. */
    deadline: string | null;
    /** When the payer said that it is paid. */
    claimedAt: string | null;
    /** How many were shown. */
    receipts: number;
  } | null;
  triesLeft: number;
  /** Until when a try may begin. */
  expiresAt: string;
  /** Count from this, and not from the payer's clock. */
  serverTime: string;
}

export interface PaymentSessionEnded {
  id: string;
  expiresAt: string;
}

export interface PaymentSessionMade {
  id: string;
  url: string;
  expiresAt: string;
}

/** `choosing` a way to pay; `searching` for somebody to receive it; `paying`: the payer sends; `checking` whether it came; the rest ends it. */
export type PaymentSessionState = "choosing" | "searching" | "paying" | "checking" | "paid" | "paid_in_part" | "returned" | "over" | (string & {});

export interface PaymentsMovement {
  /** Its journal's too. */
  id: string;
  kind: MovementKind;
  owner: MovementOwner;
  account: MovableAccount;
  money: Money;
  outsideReference: string;
  /** For colleagues; null for the owner. */
  note: string | null;
  state: "recorded" | "approved" | "rejected" | (string & {});
  recorded: {
    /** Null for the owner, who is not told which colleague it was. */
    by: string | null;
    at: string;
  };
  decided: {
    /** Null for the owner, who is not told which colleague it was. */
    by: string | null;
    at: string;
    /** Why it was rejected; null for the owner. */
    why: string | null;
  } | null;
}

/** Of a hundred, less than a hundred, with at most four digits after the point. */
export type Percent = string;

/** Unknown where the server has no GeoIP database. */
export interface Place {
  country: string | null;
  city: string | null;
}

export interface Profile {
  id: string;
  email: string;
  name: string;
  locale: Locale;
  timeZone: string;
  /** The door of this session. */
  audience: Audience;
  /** The doors that are open to this account. */
  audiences: Audience[];
  /** Those that count in this session. */
  grants: Grant[];
  /** What they add up to, somewhere at least. */
  permissions: string[];
  secondFactor: boolean;
  recoveryCodesLeft: number;
  limitedTo: "enroll_second_factor" | "change_password" | (string & {}) | null;
  /** Support looks at the account; it can change nothing. */
  signedInAs: boolean;
  sessionId: string;
  passwordChangedAt: string | null;
  createdAt: string;
}

export interface ProfileExport {
  exportedAt: string;
  account: AccountData;
}

export interface Proof {
  fileId: string;
  /** In capitals and without spaces. */
  bankReference: string | null;
  /** For the back office. */
  by: string | null;
  at: string;
}

/** A browser that takes notifications. */
export interface PushSubscription {
  id: string;
  name: string;
  createdAt: string;
}

export interface Rate {
  id: string;
  /** Upper-case, as markets write it. */
  base: string;
  /** Upper-case, as markets write it. */
  quote: string;
  /** So many of `quote` are worth one of `base`; at most 12 decimals. */
  rate: string;
  source: "provider" | "typed" | (string & {});
  /** Of when it is, as its source says. */
  takenAt: string;
  /** Who typed it in; null where the provider told it. */
  by: string | null;
  createdAt: string;
}

export interface RateUse {
  id: string;
  usedFor: string;
  at: string;
  rate: Rate;
}

export interface RecoveryCodes {
  /** Shown once; each can stand in for a code once. */
  recoveryCodes: string[];
}

/** What is active, by position and then by code. */
export interface ReferenceData {
  currencies: Currency[];
  networks: Network[];
  countries: Country[];
  banks: Bank[];
  paymentMethods: PaymentMethod[];
}

export interface RefreshAnswer {
  accessToken: string;
  expiresAt: string;
  refreshToken: string;
}

export interface Requisite {
  id: string;
  traderId: string;
  method: string;
  bank: string | null;
  /** Upper-case, as markets write it. */
  currency: string;
  holder: string;
  /** In full for its own trader; null for all others. */
  number: string | null;
  numberMasked: string;
  /** The least that an order may ask for. */
  min: Money;
  /** The most that an order may ask for. */
  max: Money;
  /** Orders a day. Null: as many. */
  dayCountCap: number | null;
  /** All of a day's orders together. Null: as much. */
  daySumCap: Money | null;
  /** Orders at once. */
  parallelCap: number;
  /** Between two orders, at least. */
  coolDownSeconds: number;
  /** `paused` by its trader or the lead, `blocked` by support. */
  state: "active" | "paused" | "blocked" | "archived" | (string & {});
  /** That are under way. */
  liveOrders: number;
  lastAssignedAt: string | null;
  createdAt: string;
}

export type Role = "admin" | "owner" | "support" | "lead" | "merchant" | "trader" | "shift_lead" | "cashier" | "operator" | "customer" | (string & {});

export type RoleInput = "admin" | "owner" | "support" | "lead" | "merchant" | "trader" | "shift_lead" | "cashier" | "operator" | "customer";

/** One merchant, trader, team or branch. */
export interface Scope {
  kind: "merchant" | "trader" | "team" | "branch" | (string & {});
  id: string;
}

/** One merchant, trader, team or branch. */
export interface ScopeInput {
  kind: "merchant" | "trader" | "team" | "branch";
  id: string;
}

export type SearchHit = {
  kind: "pay_in";
  id: string;
  merchantId: string;
  storeId: string;
  traderId: string | null;
  reference: string;
  money: Money;
  createdAt: string;
  state: PayInState;
  payable: Money | null;
} | {
  kind: "pay_out";
  id: string;
  merchantId: string;
  storeId: string;
  traderId: string | null;
  reference: string;
  money: Money;
  createdAt: string;
  state: PayOutState;
} | {
  kind: "requisite";
  id: string;
  traderId: string;
  method: string;
  numberMasked: string;
  holder: string;
  state: string;
} | {
  kind: "trader";
  id: string;
  name: string;
  state: string;
  teamId: string;
} | {
  kind: "merchant";
  id: string;
  name: string;
  state: string;
} | {
  kind: "store";
  id: string;
  name: string;
  state: string;
  merchantId: string;
};

export interface SecondFactorAsked {
  kind: "second_factor";
  /** To be sent with the code within five minutes. */
  challenge: string;
  expiresAt: string;
}

export interface Session {
  id: string;
  current: boolean;
  audience: Audience;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
  ip: string | null;
  browser: string | null;
  system: string | null;
  place: Place;
  /** Support looks at the account; it can change nothing. */
  signedInAs: boolean;
}

export interface SessionAccount {
  id: string;
  email: string;
  name: string;
  locale: Locale;
  audience: Audience;
}

export interface SessionAnswer {
  kind: "session";
  accessToken: string;
  /** When the access token runs out. */
  expiresAt: string;
  refreshToken: string;
  /** To be kept and sent with the next sign-in; null where it is known already. */
  device: string | null;
  /** The only thing that this session may do, until it has done it. */
  limitedTo: "enroll_second_factor" | "change_password" | (string & {}) | null;
  account: SessionAccount;
}

export interface Setting {
  key: string;
  /** Null where the setting is a secret. */
  value: SettingValue | null;
  default: SettingValue | null;
  description: string;
  secret: boolean;
  /** Who changed it last, and when; null while it stands at its default. */
  changed: {
    at: string;
    by: string;
  } | null;
}

export type SettingValue = string | number | boolean | null | SettingValue[] | { [key: string]: SettingValue };

export interface SignInAsAnswer {
  accessToken: string;
  expiresAt: string;
}

export interface SignInOptions {
  signUpAudiences: Audience[];
  /** Null where no captcha is ever asked for. */
  captcha: Captcha | null;
}

export interface Store {
  id: string;
  merchantId: string;
  name: string;
  /** A paused one takes no new orders. */
  state: "active" | "paused" | (string & {});
  look: StoreLook;
  /** By how many of the currency's smallest units a sum may be raised, so that what comes can be told apart. */
  sumShiftMost: number;
  /** For how long after an order's end money that comes late is still taken for it, within what the platform sets. */
  lateMinutes: number;
  createdAt: string;
}

export interface StoreLook {
  title: string;
  logoFileId: string | null;
  /** Where the logo is loaded from, and until when; null is for good. */
  logo: {
    url: string;
    expiresAt: string | null;
  } | null;
  successUrl: string | null;
  failureUrl: string | null;
}

/** The whole of it: what is left out is taken away. */
export interface StoreLookInput {
  /** What payers read. */
  title: string;
  /**
   * A file for `payments.store_logo`.
   * Default: null
   */
  logoFileId?: string | null | undefined;
  /**
   * Where payers go on to once they have paid.
   * Default: null
   */
  successUrl?: string | null | undefined;
  /**
   * Where payers go on to when nothing came of it.
   * Default: null
   */
  failureUrl?: string | null | undefined;
}

export interface StoreTerms {
  storeId: string;
  direction: PaymentDirection;
  /** Upper-case, as markets write it. */
  currency: string;
  method: string;
  /** The least that one order asks for. */
  min: Money;
  max: Money;
  /** Of an order's value. */
  feePercent: Percent;
  /** For each order besides, in USDT. */
  feeFixed: Money;
  active: boolean;
}

export interface StoreTrader {
  storeId: string;
  traderId: string;
  traderName: string;
  rule: "allow" | "deny" | (string & {});
}

export interface StoredFile {
  id: string;
  purpose: string;
  visibility: "public" | "private" | (string & {});
  state: "waiting" | "ready" | "refused" | (string & {});
  name: string;
  /** As found in its bytes; null until it is ready. */
  type: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  /** The reason it was refused for. */
  problem: string | null;
  /** What it belongs to, as `kind:id`. */
  attachedTo: string | null;
  createdAt: string;
  /** When it goes if it still belongs to nothing. */
  expiresAt: string | null;
}

export interface SystemInfo {
  version: string;
  /** The server's clock. */
  time: string;
  /** Older SDKs are not served any more. */
  oldestSdk: string;
}

export interface Team {
  id: string;
  name: string;
  /** While it is paused, none of its traders gets an order. */
  state: "active" | "paused" | (string & {});
  /** The lead's, of each pay-in's value. */
  commissionInPercent: Percent;
  /** The lead's, of each pay-out's value. */
  commissionOutPercent: Percent;
  createdAt: string;
}

export interface TelegramInvitation {
  url: string;
  expiresAt: string;
}

export interface TelegramLink {
  username: string | null;
  linkedAt: string;
}

export type TemplateField = string | number | boolean | null | TemplateField[] | { [key: string]: TemplateField };

export interface TotpEnrollment {
  uri: string;
  secret: string;
  /** An SVG picture. */
  qrCode: string;
}

export interface Trader {
  id: string;
  teamId: string;
  name: string;
  /** `paused` by the lead, `blocked` by an administrator. */
  state: "active" | "paused" | "blocked" | (string & {});
  /** The trader's, of each pay-in's value. */
  feeInPercent: Percent;
  /** The trader's, of each pay-out's value. */
  feeOutPercent: Percent;
  /** A trader's share of orders beside others: two of 1 get as much as one of 2. */
  weight: number;
  /** How many orders at most at once, over all requisites. */
  parallelCap: number;
  online: boolean;
  onlineUntil: string | null;
  createdAt: string;
}

export interface TraderBalances {
  traderId: string;
  traderName: string;
  state: "active" | "paused" | "blocked" | (string & {});
  online: boolean;
  collateral: {
    balance: Money;
    /** For orders under way. */
    held: Money;
    available: Money;
  };
  earnings: Money;
  /** What the trader owes us. */
  owed: Money;
}

export interface TurnoverStatistic {
  day: string;
  traderId: string;
  direction: "pay_in" | "pay_out" | (string & {});
  /** Null for pay-outs, which come from none. */
  requisite: {
    id: string;
    method: string;
    numberMasked: string;
  } | null;
  /** Upper-case, as markets write it. */
  currency: string;
  /** What came or was sent, in the orders' currency. */
  volume: Money;
  /** That were completed on that day, in full or in part. */
  orders: number;
  /** What they were worth in USDT. */
  value: Money;
  /** The trader's part. */
  earned: Money;
}

export interface Upload {
  fileId: string;
  upload: {
    method: "PUT";
    url: string;
    headers: { [key: string]: string };
    expiresAt: string;
  };
}

export interface WebhookAttempt {
  id: string;
  deliveryId: string;
  /** Also the webhook-id. */
  eventId: string;
  type: MerchantEventType | "webhook.test";
  at: string;
  ms: number;
  /** Null where there was no answer. */
  status: number | null;
  /** Why there was none. */
  problem: string | null;
  /** The start of what was answered. */
  body: string;
  /** How it stands now. */
  delivery: "pending" | "delivered" | "failed" | (string & {});
}

export interface WebhookEndpoint {
  id: string;
  merchantId: string;
  storeId: string;
  url: string;
  /** Only events of these types; with none, all. */
  types: MerchantEventType[];
  state: "active" | "disabled" | (string & {});
  /** By you; because it answered 410; or for days without a success. */
  disabledWhy: "removed" | "gone" | "failing" | (string & {}) | null;
  /** Until then the secret before the last rotation signs along. */
  previousSecretUntil: string | null;
  /** Tries since the last success. */
  failures: number;
  failingSince: string | null;
  createdAt: string;
}

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
  /** This account is blocked. Write to support. */
  "identity.account_blocked": {
    kind: "forbidden";
    details: Record<string, never>;
  };
  /** The account {accountId} is closed; nothing can be done with it any more. */
  "identity.account_closed": {
    kind: "precondition";
    details: {
      accountId: string;
    };
  };
  /** The account {accountId} is blocked; unblock it first. */
  "identity.account_is_blocked": {
    kind: "precondition";
    details: {
      accountId: string;
    };
  };
  /** There is no account {accountId}. */
  "identity.account_missing": {
    kind: "not_found";
    details: {
      accountId: string;
    };
  };
  /** Accounts with a role in the back office are out of reach here, or for administrators only. */
  "identity.account_out_of_reach": {
    kind: "forbidden";
    details: Record<string, never>;
  };
  /** These are no IP addresses or ranges: {ranges}. */
  "identity.address_range_invalid": {
    kind: "invalid";
    details: {
      ranges: string[];
    };
  };
  /** The API key {apiKeyId} is revoked, has run out or was rotated already. */
  "identity.api_key_ended": {
    kind: "precondition";
    details: {
      apiKeyId: string;
    };
  };
  /** There is no API key {apiKeyId}. */
  "identity.api_key_missing": {
    kind: "not_found";
    details: {
      apiKeyId: string;
    };
  };
  /** The account {accountId} may not sign in at the door {audience}. */
  "identity.audience_missing": {
    kind: "precondition";
    details: {
      accountId: string;
      audience: Audience;
    };
  };
  /** After these failures an answer to a captcha ({provider}) is needed, in the field captcha. */
  "identity.captcha_needed": {
    kind: "precondition";
    details: {
      provider: "recaptcha" | "hcaptcha" | "turnstile" | (string & {});
      siteKey: string;
    };
  };
  /** The captcha's provider does not take this answer; show the captcha again. */
  "identity.captcha_wrong": {
    kind: "precondition";
    details: {
      provider: "recaptcha" | "hcaptcha" | "turnstile" | (string & {});
      siteKey: string;
    };
  };
  /** This sign-in was not finished in time, or is finished already. Sign in again. */
  "identity.challenge_unusable": {
    kind: "unauthenticated";
    details: Record<string, never>;
  };
  /** This code is not right, or was used already. Wait for the authenticator's next one, or take a recovery code. */
  "identity.code_wrong": {
    kind: "forbidden";
    details: Record<string, never>;
  };
  /** The e-mail address, the password or the door is not right, or the address is not confirmed yet. */
  "identity.credentials_wrong": {
    kind: "unauthenticated";
    details: Record<string, never>;
  };
  /** There is no device {deviceId} of this account. */
  "identity.device_missing": {
    kind: "not_found";
    details: {
      deviceId: string;
    };
  };
  /** There is an account with this address: {accountId}. */
  "identity.email_taken": {
    kind: "conflict";
    details: {
      accountId: string;
    };
  };
  /** The expiry {expiresAt} has passed already. */
  "identity.expiry_passed": {
    kind: "invalid";
    details: {
      expiresAt: string;
    };
  };
  /** There is no grant {grantId}. */
  "identity.grant_missing": {
    kind: "not_found";
    details: {
      grantId: string;
    };
  };
  /** The role {role} is granted only here: {within}. */
  "identity.grant_unfit": {
    kind: "invalid";
    details: {
      role: Role;
      within: string[];
    };
  };
  /** This is the last administrator; make another one first. */
  "identity.last_admin": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** This link is not valid any more: it was used, has run out, or was replaced by a newer one. */
  "identity.link_unusable": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** Nobody can do this to their own account; ask another administrator. */
  "identity.own_account": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** This password does not fit: {rules}. Take at least 10 characters with a letter and a digit; not the e-mail address, none of the last five passwords, and no common one. */
  "identity.password_unfit": {
    kind: "invalid";
    details: {
      rules: ("too_short" | "too_long" | "no_letter" | "no_digit" | "is_email" | "too_common" | "used_before" | (string & {}))[];
    };
  };
  /** This is not the account's password. */
  "identity.password_wrong": {
    kind: "forbidden";
    details: Record<string, never>;
  };
  /** A key of this owner cannot have these permissions: {permissions}. */
  "identity.permission_unfit": {
    kind: "invalid";
    details: {
      permissions: string[];
    };
  };
  /** This refresh token was used before by somebody. The session is ended, to be safe. Sign in again. */
  "identity.refresh_reused": {
    kind: "unauthenticated";
    details: Record<string, never>;
  };
  /** This refresh token is not valid, or its session has ended. Sign in again. */
  "identity.refresh_unusable": {
    kind: "unauthenticated";
    details: Record<string, never>;
  };
  /** There is no second factor to do this with; enroll one first. */
  "identity.second_factor_missing": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** This account has a second factor. Disable it first, with a code of it. */
  "identity.second_factor_present": {
    kind: "conflict";
    details: Record<string, never>;
  };
  /** A reset is under way already; it takes effect at {effectiveAt}. */
  "identity.second_factor_reset_pending": {
    kind: "conflict";
    details: {
      effectiveAt: string;
    };
  };
  /** There is no session {sessionId} of this account. */
  "identity.session_missing": {
    kind: "not_found";
    details: {
      sessionId: string;
    };
  };
  /** Nobody can sign up as {audience} here; ask for an invitation. */
  "identity.sign_up_closed": {
    kind: "forbidden";
    details: {
      audience: Audience;
    };
  };
  /** There is no time zone {timeZone}; take an IANA name such as Europe/Berlin. */
  "identity.time_zone_unknown": {
    kind: "invalid";
    details: {
      timeZone: string;
    };
  };
  /** Too many failed attempts; the next one is taken in {retryAfterSeconds} s. */
  "identity.too_many_guesses": {
    kind: "limited";
    details: {
      retryAfterSeconds: number;
    };
  };
  /** The account {account} in {currency} stands on both sides of one movement. */
  "ledger.account_twice": {
    kind: "invalid";
    details: {
      account: string;
      currency: string;
    };
  };
  /** There is no ledger account {account} that you may see. */
  "ledger.account_unknown": {
    kind: "not_found";
    details: {
      account: string;
    };
  };
  /** The chart of accounts has no {account}, or it has owners and none is named; docs/ledger.md lists them. */
  "ledger.adjustment_account_unknown": {
    kind: "invalid";
    details: {
      account: string;
    };
  };
  /** The adjustment {adjustmentId} is {state} already. */
  "ledger.adjustment_decided": {
    kind: "conflict";
    details: {
      adjustmentId: string;
      state: string;
    };
  };
  /** You proposed this adjustment; somebody else must approve it. */
  "ledger.adjustment_own": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** {account} is the platform's own; leave ownerId out. */
  "ledger.adjustment_owner_unfit": {
    kind: "invalid";
    details: {
      account: string;
    };
  };
  /** There is no adjustment {adjustmentId}. */
  "ledger.adjustment_unknown": {
    kind: "not_found";
    details: {
      adjustmentId: string;
    };
  };
  /** The amount {amount} is negative; to move money the other way, swap debit and credit. */
  "ledger.amount_negative": {
    kind: "invalid";
    details: {
      amount: string;
    };
  };
  /** The amount {amount} is more than one movement can carry, which is {most} of the currency's smallest unit. */
  "ledger.amount_too_large": {
    kind: "invalid";
    details: {
      amount: string;
      most: string;
    };
  };
  /** The amount {amount} has more than the {digits} digits that {currency} has; round it. */
  "ledger.amount_too_precise": {
    kind: "invalid";
    details: {
      amount: string;
      currency: string;
      digits: number;
    };
  };
  /** The amount is zero; a movement has an amount above zero, or is left out. */
  "ledger.amount_zero": {
    kind: "invalid";
    details: Record<string, never>;
  };
  /** The account {account} in {currency} has no room for so much; nothing was moved. */
  "ledger.balance_too_large": {
    kind: "precondition";
    details: {
      account: string;
      currency: string;
    };
  };
  /** The journal {journalId} would leave money in clearing: what it takes from there and what it brings must be the same. */
  "ledger.clearing_open": {
    kind: "invalid";
    details: {
      journalId: string;
    };
  };
  /** The journal {journalId} was posted before with other content. What was posted stays; another movement needs another id. */
  "ledger.conflict": {
    kind: "conflict";
    details: {
      journalId: string;
    };
  };
  /** Money cannot move from {debit} to {credit}: both sides of a movement are of one currency. To exchange, make two movements. */
  "ledger.currency_mixed": {
    kind: "invalid";
    details: {
      debit: string;
      credit: string;
    };
  };
  /** {currency} has {digits} digits and the ledger keeps at most 8; convert it to a coarser currency where it comes in. */
  "ledger.currency_too_fine": {
    kind: "precondition";
    details: {
      currency: string;
      digits: number;
    };
  };
  /** The hold {holdId} holds less than {amount}; settle what is held, or less. */
  "ledger.hold_exceeded": {
    kind: "invalid";
    details: {
      holdId: string;
      amount: string;
    };
  };
  /** The hold {holdId} has run out and can only be voided. */
  "ledger.hold_expired": {
    kind: "precondition";
    details: {
      holdId: string;
    };
  };
  /** The hold {holdId} was settled or voided before. */
  "ledger.hold_resolved": {
    kind: "conflict";
    details: {
      holdId: string;
    };
  };
  /** There is no hold {holdId}. */
  "ledger.hold_unknown": {
    kind: "not_found";
    details: {
      holdId: string;
    };
  };
  /** The account {account} in {currency} does not hold so much that is not held for something else; nothing was moved. */
  "ledger.insufficient_funds": {
    kind: "precondition";
    details: {
      account: string;
      currency: string;
    };
  };
  /** The journal {journalId} was reversed before. */
  "ledger.journal_reversed": {
    kind: "conflict";
    details: {
      journalId: string;
    };
  };
  /** There is no journal {journalId}. */
  "ledger.journal_unknown": {
    kind: "not_found";
    details: {
      journalId: string;
    };
  };
  /** The store takes from {least} to {most} {currency} by {method}. */
  "payments.amount_out_of_limits": {
    kind: "invalid";
    details: {
      least: string;
      most: string;
      /** Upper-case, as markets write it. */
      currency: string;
      method: string;
    };
  };
  /** {amount} {currency} are worth less than the fee; ask for more. */
  "payments.amount_too_small": {
    kind: "invalid";
    details: {
      amount: string;
      /** Upper-case, as markets write it. */
      currency: string;
    };
  };
  /** least and most are sums of one currency; say by currency of which. */
  "payments.amount_without_currency": {
    kind: "invalid";
    details: Record<string, never>;
  };
  /** Nothing is sent to this number; take another one, or ask support. */
  "payments.destination_refused": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** The trader {traderId} and the lead would get {parts} percent of a {direction}, for which the store {storeId} pays {fee}. Raise the store's fee, lower theirs, or deny the trader there. */
  "payments.fee_parts_exceed": {
    kind: "precondition";
    details: {
      traderId: string;
      storeId: string;
      direction: PaymentDirection;
      parts: string;
      fee: string;
    };
  };
  /** The entry {entryId} was lifted already. */
  "payments.fraud_entry_lifted": {
    kind: "conflict";
    details: {
      entryId: string;
    };
  };
  /** There is no entry {entryId} on the black list. */
  "payments.fraud_entry_unknown": {
    kind: "not_found";
    details: {
      entryId: string;
    };
  };
  /** It is on the black list already, as {entryId}; lift that to list it otherwise. */
  "payments.fraud_listed": {
    kind: "conflict";
    details: {
      entryId: string;
    };
  };
  /** Late money for the pay-in {orderId} was taken until {until}. */
  "payments.late_over": {
    kind: "precondition";
    details: {
      orderId: string;
      until: string;
    };
  };
  /** There is no merchant {merchantId}. */
  "payments.merchant_unknown": {
    kind: "not_found";
    details: {
      merchantId: string;
    };
  };
  /** The store does not take {currency} by {method}; payments.terms.list says what it does. */
  "payments.method_not_offered": {
    kind: "precondition";
    details: {
      /** Upper-case, as markets write it. */
      currency: string;
      method: string;
    };
  };
  /** {method} cannot be paid in {currency}, but in {currencies}. */
  "payments.method_unfit": {
    kind: "invalid";
    details: {
      method: string;
      currency: string;
      currencies: string[];
    };
  };
  /** There is no payment method {method}. platform.reference.get names those there are. */
  "payments.method_unknown": {
    kind: "not_found";
    details: {
      method: string;
    };
  };
  /** A {owner} has no account {account}, but: {accounts}. */
  "payments.movement_account_unfit": {
    kind: "invalid";
    details: {
      owner: string;
      account: string;
      accounts: string[];
    };
  };
  /** These accounts are kept in {kept}, and this is {currency}; state what it came to. */
  "payments.movement_currency_unfit": {
    kind: "invalid";
    details: {
      currency: string;
      kept: string;
    };
  };
  /** The movement {movementId} is {state} already. */
  "payments.movement_decided": {
    kind: "conflict";
    details: {
      movementId: string;
      state: string;
    };
  };
  /** You recorded this movement; somebody else must approve it. */
  "payments.movement_own": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** There is no merchant, trader or team {ownerId}. */
  "payments.movement_owner_unknown": {
    kind: "not_found";
    details: {
      ownerId: string;
    };
  };
  /** The {movement} with the outside reference {outsideReference} is recorded already, as {movementId}. Where that one is wrong, reject it and record it again. */
  "payments.movement_repeated": {
    kind: "conflict";
    details: {
      movementId: string;
      movement: MovementKind;
      outsideReference: string;
    };
  };
  /** There is no movement {movementId}. */
  "payments.movement_unknown": {
    kind: "not_found";
    details: {
      movementId: string;
    };
  };
  /** The store takes {amount} {currency} by no method; payments.terms.list says what it takes. */
  "payments.nothing_offered": {
    kind: "precondition";
    details: {
      amount: string;
      currency: string;
    };
  };
  /** There is no pay-in or pay-out {orderId}. */
  "payments.order_unknown": {
    kind: "not_found";
    details: {
      orderId: string;
    };
  };
  /** The pay-in {orderId} is {state}; {event} is not possible then. */
  "payments.pay_in_state": {
    kind: "conflict";
    details: {
      orderId: string;
      state: PayInState;
      event: string;
    };
  };
  /** There is no pay-in {orderId}. */
  "payments.pay_in_unknown": {
    kind: "not_found";
    details: {
      orderId: string;
    };
  };
  /** The pay-out {orderId} was offered to you, and is yours no more. Send nothing for it. */
  "payments.pay_out_offer_over": {
    kind: "conflict";
    details: {
      orderId: string;
    };
  };
  /** The pay-out {orderId} is {state}; {event} is not possible then. */
  "payments.pay_out_state": {
    kind: "conflict";
    details: {
      orderId: string;
      state: PayOutState;
      event: string;
    };
  };
  /** There is no pay-out {orderId}. */
  "payments.pay_out_unknown": {
    kind: "not_found";
    details: {
      orderId: string;
    };
  };
  /** The payment is {state}; {event} is not possible then. */
  "payments.payment_session_state": {
    kind: "conflict";
    details: {
      state: PaymentSessionState;
      event: string;
    };
  };
  /** There is no payment session {sessionId}. */
  "payments.payment_session_unknown": {
    kind: "not_found";
    details: {
      sessionId: string;
    };
  };
  /** The same file was shown for the pay-out {orderId} before it was yours. Show the receipt of your own payment. */
  "payments.proof_shown_before": {
    kind: "conflict";
    details: {
      orderId: string;
    };
  };
  /** The order {orderId} has {limit} proofs, and takes no more. */
  "payments.proofs_full": {
    kind: "precondition";
    details: {
      orderId: string;
      limit: number;
    };
  };
  /** {amount} {currency} do not fit: {why}. */
  "payments.received_unfit": {
    kind: "invalid";
    details: {
      amount: string;
      /** Upper-case, as markets write it. */
      currency: string;
      why: string;
    };
  };
  /** The store has an order with the reference {reference} already: {orderId}. */
  "payments.reference_used": {
    kind: "conflict";
    details: {
      orderId: string;
      reference: string;
    };
  };
  /** That is more than {most} deliveries; ask for a shorter time. */
  "payments.replay_too_large": {
    kind: "invalid";
    details: {
      most: number;
    };
  };
  /** The requisite {requisiteId} is archived and stays so; make another one. */
  "payments.requisite_archived": {
    kind: "precondition";
    details: {
      requisiteId: string;
    };
  };
  /** There is no bank {bank}; platform.reference.get names those there are. */
  "payments.requisite_bank_unknown": {
    kind: "invalid";
    details: {
      bank: string;
    };
  };
  /** The requisite {requisiteId} is blocked; only support can change that. */
  "payments.requisite_blocked": {
    kind: "precondition";
    details: {
      requisiteId: string;
    };
  };
  /** The requisite {requisiteId} has {orders} orders under way; pause it, and archive it when they have ended. */
  "payments.requisite_busy": {
    kind: "precondition";
    details: {
      requisiteId: string;
      orders: number;
    };
  };
  /** These limits do not fit: {problem}. */
  "payments.requisite_limits_unfit": {
    kind: "invalid";
    details: {
      problem: string;
    };
  };
  /** Nothing is sent to a number by {method}; take a method of the kind card, phone or account. platform.reference.get names them. */
  "payments.requisite_method_unfit": {
    kind: "invalid";
    details: {
      method: string;
    };
  };
  /** This is no number for {method}: {rule}. */
  "payments.requisite_number_unfit": {
    kind: "invalid";
    details: {
      method: string;
      rule: string;
    };
  };
  /** No requisite is made of this number; take another one, or ask support. */
  "payments.requisite_refused": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** There is a requisite with this number and method already, and it is not archived; take another number. */
  "payments.requisite_taken": {
    kind: "conflict";
    details: Record<string, never>;
  };
  /** There is no requisite {requisiteId}. */
  "payments.requisite_unknown": {
    kind: "not_found";
    details: {
      requisiteId: string;
    };
  };
  /** This is production, where traders and payers are people: nobody plays their part. Call the sandbox's address with a key of the sandbox. */
  "payments.sandbox_only": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** The store {storeId} has no terms for this, and those of the sandbox, {fee} percent, do not pay for every trader here. Ask support to agree on terms. */
  "payments.sandbox_terms_unfit": {
    kind: "precondition";
    details: {
      storeId: string;
      fee: string;
    };
  };
  /** The store has a payment session with the reference {reference} already: {sessionId}. */
  "payments.session_reference_used": {
    kind: "conflict";
    details: {
      sessionId: string;
      reference: string;
    };
  };
  /** You are not told of orders by {by}; ask for them by {dimensions}. */
  "payments.statistic_not_yours": {
    kind: "forbidden";
    details: {
      by: string;
      dimensions: string[];
    };
  };
  /** From {from} until {until} is no span of {most} days at most; ask for a shorter one. */
  "payments.statistic_span_unfit": {
    kind: "invalid";
    details: {
      from: string;
      until: string;
      most: number;
    };
  };
  /** That is more than {most} rows; ask for a shorter time, or for less by its filters. */
  "payments.statistic_too_large": {
    kind: "invalid";
    details: {
      most: number;
    };
  };
  /** The store {storeId} cannot be resumed: its fees do not cover any more what those who serve it get. Ask support for other terms. */
  "payments.store_fees_unfit": {
    kind: "precondition";
    details: {
      storeId: string;
    };
  };
  /** The store {storeId} is paused, or its merchant is suspended: it takes no new orders. */
  "payments.store_not_taking": {
    kind: "precondition";
    details: {
      storeId: string;
    };
  };
  /** There is no store {storeId}. */
  "payments.store_unknown": {
    kind: "not_found";
    details: {
      storeId: string;
    };
  };
  /** There is no team {teamId}. */
  "payments.team_unknown": {
    kind: "not_found";
    details: {
      teamId: string;
    };
  };
  /** {field} is in {currency}, and must be in {expected}. */
  "payments.terms_currency_wrong": {
    kind: "invalid";
    details: {
      field: string;
      currency: string;
      expected: string;
    };
  };
  /** The fixed fee {amount} is negative; zero is the least. */
  "payments.terms_fee_negative": {
    kind: "invalid";
    details: {
      amount: string;
    };
  };
  /** Orders cannot be from {min} to {max}: the least is above zero and not above the most. */
  "payments.terms_limits_wrong": {
    kind: "invalid";
    details: {
      min: string;
      max: string;
    };
  };
  /** The trader {traderId} is blocked; only an administrator can change that. */
  "payments.trader_blocked": {
    kind: "precondition";
    details: {
      traderId: string;
    };
  };
  /** There is no trader {traderId}. */
  "payments.trader_unknown": {
    kind: "not_found";
    details: {
      traderId: string;
    };
  };
  /** There is no delivery {deliveryId} to this endpoint. */
  "payments.webhook_delivery_unknown": {
    kind: "not_found";
    details: {
      deliveryId: string;
    };
  };
  /** The webhook endpoint {endpointId} is disabled; make it active again by payments.webhooks.update. */
  "payments.webhook_disabled": {
    kind: "precondition";
    details: {
      endpointId: string;
    };
  };
  /** There is no webhook endpoint {endpointId}. */
  "payments.webhook_unknown": {
    kind: "not_found";
    details: {
      endpointId: string;
    };
  };
  /** Webhooks cannot be sent there: {why}. */
  "payments.webhook_url_refused": {
    kind: "invalid";
    details: {
      why: string;
    };
  };
  /** The store has {most} active webhook endpoints already; remove one first. */
  "payments.webhooks_too_many": {
    kind: "precondition";
    details: {
      most: number;
    };
  };
  /** There is no country {country}; save it before its banks. */
  "platform.bank_country_unknown": {
    kind: "precondition";
    details: {
      country: string;
    };
  };
  /** {currency} has {digits} digits, and amounts are kept by them; make another currency instead. */
  "platform.currency_digits_fixed": {
    kind: "precondition";
    details: {
      currency: string;
      digits: number;
    };
  };
  /** {currency} is inactive; make it active before it is given a rate. */
  "platform.currency_inactive": {
    kind: "precondition";
    details: {
      currency: string;
    };
  };
  /** {currency} is of the kind {kind}, and what refers to it relies on that; make another currency instead. */
  "platform.currency_kind_fixed": {
    kind: "precondition";
    details: {
      currency: string;
      kind: "fiat" | "crypto" | "points" | (string & {});
    };
  };
  /** There is no currency {currency}. platform.reference.get names those there are. */
  "platform.currency_unknown": {
    kind: "not_found";
    details: {
      currency: string;
    };
  };
  /** There is no delivery {deliveryId}; they are deleted after platform.delivery_days. */
  "platform.delivery_missing": {
    kind: "not_found";
    details: {
      deliveryId: string;
    };
  };
  /** The delivery {deliveryId} cannot have bounced: only e-mail that was sent can. */
  "platform.delivery_not_sent": {
    kind: "precondition";
    details: {
      deliveryId: string;
    };
  };
  /** The file {fileId} belongs to something already. */
  "platform.file_attached": {
    kind: "conflict";
    details: {
      fileId: string;
    };
  };
  /** The file is empty. */
  "platform.file_empty": {
    kind: "invalid";
    details: Record<string, never>;
  };
  /** There is no file {fileId}; uploads that were not completed in time are gone. */
  "platform.file_missing": {
    kind: "not_found";
    details: {
      fileId: string;
    };
  };
  /** A file's name has no folders and no control or invisible characters; send the name alone. */
  "platform.file_name_invalid": {
    kind: "invalid";
    details: Record<string, never>;
  };
  /** The file {fileId} is not complete yet. */
  "platform.file_not_ready": {
    kind: "precondition";
    details: {
      fileId: string;
    };
  };
  /** Nothing was uploaded for {fileId} yet; PUT it to the address that createUpload gave. */
  "platform.file_not_uploaded": {
    kind: "precondition";
    details: {
      fileId: string;
    };
  };
  /** There are no files for {purpose}; there are files for {known}. */
  "platform.file_purpose_unknown": {
    kind: "invalid";
    details: {
      purpose: string;
      known: string[];
    };
  };
  /** The file {fileId} was refused ({problem}); begin again with createUpload. */
  "platform.file_refused": {
    kind: "precondition";
    details: {
      fileId: string;
      problem: string;
    };
  };
  /** {declared} bytes were declared, and {found} came; begin again with createUpload. */
  "platform.file_size_wrong": {
    kind: "invalid";
    details: {
      declared: number;
      found: number;
    };
  };
  /** The file has {bytes} bytes; at most {limit} are taken. */
  "platform.file_too_large": {
    kind: "invalid";
    details: {
      bytes: number;
      limit: number;
    };
  };
  /** {limit} of your files belong to nothing, and more are not taken. Use some, remove some by platform.files.remove with the fileId that createUpload answered, or wait: an upload that is not completed goes after 20 minutes, a complete file after {hours} hours. */
  "platform.file_too_many": {
    kind: "limited";
    details: {
      limit: number;
      hours: number;
    };
  };
  /** The image has {pixels} pixels; at most {limit} are taken. Make it smaller. */
  "platform.file_too_many_pixels": {
    kind: "invalid";
    details: {
      pixels: number;
      limit: number;
    };
  };
  /** A file of the type {type} is not taken for {purpose}; take one of {allowed}. */
  "platform.file_type_refused": {
    kind: "invalid";
    details: {
      purpose: string;
      type: string;
      allowed: string[];
    };
  };
  /** The file was declared as {declared}, and is {found}; begin again with createUpload. */
  "platform.file_type_wrong": {
    kind: "invalid";
    details: {
      declared: string;
      found: string;
    };
  };
  /** The file {fileId} is not for {purpose}. */
  "platform.file_unfit": {
    kind: "invalid";
    details: {
      fileId: string;
      purpose: string;
    };
  };
  /** The file is damaged: it cannot be read to its end as {type}. */
  "platform.file_unreadable": {
    kind: "invalid";
    details: {
      type: string;
    };
  };
  /** The job {id} is {state} already; there is nothing to discard. */
  "platform.job_ended": {
    kind: "precondition";
    details: {
      id: string;
      /** pending: promised; moved: in its queue; then done, failed for good, or discarded by somebody. */
      state: "pending" | "moved" | "done" | "failed" | "discarded" | (string & {});
    };
  };
  /** Another {job} with the key {key} is under way; retry {id} when that one has ended, or discard it. */
  "platform.job_key_taken": {
    kind: "conflict";
    details: {
      id: string;
      job: string;
      key: string;
    };
  };
  /** There is no job {id}; what is done is deleted after platform.outbox_days. */
  "platform.job_missing": {
    kind: "not_found";
    details: {
      id: string;
    };
  };
  /** The job {id} is {state}; only one that has failed can be retried. */
  "platform.job_not_failed": {
    kind: "precondition";
    details: {
      id: string;
      /** pending: promised; moved: in its queue; then done, failed for good, or discarded by somebody. */
      state: "pending" | "moved" | "done" | "failed" | "discarded" | (string & {});
    };
  };
  /** There are no currencies {currencies}; save them before what is paid in them. */
  "platform.method_currency_unknown": {
    kind: "precondition";
    details: {
      currencies: string[];
    };
  };
  /** Notifications of the kind {kind} by {channel} cannot be turned off. */
  "platform.preference_fixed": {
    kind: "precondition";
    details: {
      kind: NotificationKind;
      channel: Channel;
    };
  };
  /** The endpoint must be an https address of a push service that is known here; {host} is none. An operator adds it to the setting platform.push_hosts. */
  "platform.push_host_refused": {
    kind: "invalid";
    details: {
      host: string;
    };
  };
  /** p256dh is no public key; send the subscription's keys as the browser gave them. */
  "platform.push_keys_invalid": {
    kind: "invalid";
    details: Record<string, never>;
  };
  /** There is no web push here. An operator sets VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY, made by `pnpm mainstay push keys`. */
  "platform.push_off": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** There is no subscription {id} of yours; it may have ended by itself. */
  "platform.push_subscription_missing": {
    kind: "not_found";
    details: {
      id: string;
    };
  };
  /** An account has at most {most} browsers that take notifications; remove one first. */
  "platform.push_too_many": {
    kind: "precondition";
    details: {
      most: number;
    };
  };
  /** The rate {rate} {problem}; write it in digits, above zero, with at most 18 of them before the point and 12 after it. */
  "platform.rate_invalid": {
    kind: "invalid";
    details: {
      rate: string;
      problem: string;
    };
  };
  /** {rate} is more than {limitPercent}% away from {last}, which is the rate of {base} in {quote} now; look again, and send confirm: true if it is right. */
  "platform.rate_jump": {
    kind: "precondition";
    details: {
      base: string;
      quote: string;
      rate: string;
      last: string;
      limitPercent: number;
    };
  };
  /** There is no rate of {base} in {quote}; an administrator can type one in, or have it kept by platform.rate_pairs. */
  "platform.rate_missing": {
    kind: "precondition";
    details: {
      base: string;
      quote: string;
    };
  };
  /** {currency} is worth itself; a rate is of two currencies. */
  "platform.rate_same_currency": {
    kind: "invalid";
    details: {
      currency: string;
    };
  };
  /** The rate of {base} in {quote} is of {takenAt}, which is more than {limitMinutes} minutes ago; wait for a newer one. */
  "platform.rate_stale": {
    kind: "precondition";
    details: {
      base: string;
      quote: string;
      takenAt: string;
      limitMinutes: number;
    };
  };
  /** The setting {key} cannot take this value: {problem}. */
  "platform.setting_invalid": {
    kind: "invalid";
    details: {
      key: string;
      problem: string;
    };
  };
  /** There is no setting {key}. platform.settings.list names them all. */
  "platform.setting_unknown": {
    kind: "not_found";
    details: {
      key: string;
    };
  };
  /** There is no Telegram bot here. An operator sets TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_NAME. */
  "platform.telegram_off": {
    kind: "precondition";
    details: Record<string, never>;
  };
  /** The template {template} cannot be written with these data: {summary}. */
  "platform.template_data_invalid": {
    kind: "invalid";
    details: {
      template: string;
      summary: string;
      issues: InputIssue[];
    };
  };
  /** The template {template} does not go by {channel}, but by: {channels}. */
  "platform.template_not_for_channel": {
    kind: "precondition";
    details: {
      template: string;
      channel: Channel;
      channels: Channel[];
    };
  };
  /** There is no template {template}. platform.notifications.templates names them all. */
  "platform.template_unknown": {
    kind: "not_found";
    details: {
      template: string;
    };
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
  identity: {
    /** Who is calling: the account, its door, its grants */
    me: Rpc.Query<void, Profile>;
    auth: {
      /** What a sign-in page needs to know */
      options: Rpc.Query<void, SignInOptions>;
      /**
       * Sign up; the address gets a mail with a link
       *
       * The answer is the same whether or not the address has an account; the mail is not.
       */
      signUp: Rpc.Mutation<{
        email: string;
        password: string;
        name: string;
        /** Default: "customer" */
        audience?: "customer" | "merchant" | "trader" | "lead" | "support" | "staff" | "admin" | undefined;
        /** Default: "en" */
        locale?: LocaleInput | undefined;
        /** Default: "UTC" */
        timeZone?: string | undefined;
        captcha?: string | undefined;
      }, {
        kind: "confirmation_sent";
      }, "identity.password_unfit" | "identity.sign_up_closed" | "identity.too_many_guesses" | "identity.captcha_needed" | "identity.captcha_wrong">;
      /**
       * Confirm an address with the link's token; now there is an account
       *
       * The password of the sign-up is asked for again: somebody else may have signed up this address, and must not have its owner confirm their password.
       */
      verifyEmail: Rpc.Mutation<{
        token: string;
        password: string;
      }, {
        kind: "confirmed";
        email: string;
        audience: Audience;
      }, "identity.link_unusable" | "identity.password_wrong">;
      /** Send the link for a sign-up again */
      resendVerification: Rpc.Mutation<{
        email: string;
        captcha?: string | undefined;
      }, {
        kind: "confirmation_sent";
      }, "identity.too_many_guesses" | "identity.captcha_needed" | "identity.captcha_wrong">;
      /**
       * Sign in at a door
       *
       * Answers with a session, or asks for a second factor. A page of the same site gets a cookie besides, and may forget the tokens.
       */
      signIn: Rpc.Mutation<{
        email: string;
        password: string;
        audience: AudienceInput;
        /** What an earlier sign-in on this device answered. */
        device?: string | undefined;
        deviceName?: string | undefined;
        captcha?: string | undefined;
      }, SessionAnswer | SecondFactorAsked, "identity.credentials_wrong" | "identity.account_blocked" | "identity.too_many_guesses" | "identity.captcha_needed" | "identity.captcha_wrong">;
      /** Finish a sign-in with a code */
      secondFactor: Rpc.Mutation<{
        challenge: string;
        code: string;
        /**
         * Not to be asked for a code here again, for a while.
         * Default: false
         */
        trustDevice?: boolean | undefined;
      }, SessionAnswer, "identity.challenge_unusable" | "identity.code_wrong" | "identity.account_blocked" | "identity.too_many_guesses">;
      /**
       * Exchange a refresh token for new tokens
       *
       * Each refresh token is used once. Where an answer is lost, the same one can be sent again within a minute, until its successor is used; any other second use ends the session.
       */
      refresh: Rpc.Mutation<{
        refreshToken: string;
      }, RefreshAnswer, "identity.refresh_unusable" | "identity.refresh_reused">;
      /** End this session */
      signOut: Rpc.Mutation<void, void>;
      /** End a lock with the token of the mailed link */
      unlock: Rpc.Mutation<{
        token: string;
      }, {
        kind: "unlocked";
      }, "identity.link_unusable">;
    };
    password: {
      /** Change the password; every other session and trusted device ends */
      change: Rpc.Mutation<{
        oldPassword: string;
        newPassword: string;
      }, void, "identity.password_wrong" | "identity.password_unfit" | "identity.too_many_guesses">;
      /**
       * Send a link to set a new password
       *
       * The answer is the same whether or not the address has an account.
       */
      forgot: Rpc.Mutation<{
        email: string;
        captcha?: string | undefined;
      }, {
        kind: "link_sent";
      }, "identity.too_many_guesses" | "identity.captcha_needed" | "identity.captcha_wrong">;
      /**
       * Set a new password with the link's token, of a reset or an invitation
       *
       * All sessions and trusted devices end. The second factor stays.
       */
      reset: Rpc.Mutation<{
        token: string;
        password: string;
      }, {
        kind: "password_set";
      }, "identity.link_unusable" | "identity.password_unfit">;
    };
    loginHistory: {
      /** Attempts to sign in to this account, newest first */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
      }, {
        items: LoginAttempt[];
        nextCursor: string | null;
      }>;
    };
    sessions: {
      /** Where this account is signed in */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
      }, {
        items: Session[];
        nextCursor: string | null;
      }>;
      /** End one session of this account */
      revoke: Rpc.Mutation<{
        sessionId: string;
      }, void, "identity.session_missing">;
      /** End every session of this account but this one */
      revokeOthers: Rpc.Mutation<void, {
        ended: number;
      }>;
    };
    apiKeys: {
      /**
       * Make a key for a partner's service
       *
       * Needs the permission `identity.api_keys.manage`.
       */
      create: Rpc.Mutation<{
        scope: ScopeInput;
        name: string;
        permissions: string[];
        expiresAt?: string | undefined;
        /** Default: [] */
        allowedIps?: string[] | undefined;
      }, NewApiKey, "identity.permission_unfit" | "identity.address_range_invalid" | "identity.expiry_passed">;
      /**
       * Keys of a merchant, trader, team or branch; newest first
       *
       * Needs the permission `identity.api_keys.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        scope: ScopeInput;
      }, {
        items: ApiKey[];
        nextCursor: string | null;
      }>;
      /**
       * End a key at once
       *
       * Needs the permission `identity.api_keys.manage`.
       */
      revoke: Rpc.Mutation<{
        apiKeyId: string;
      }, ApiKey, "identity.api_key_missing">;
      /**
       * Make a key's successor; the old one lives on for the overlap
       *
       * Needs the permission `identity.api_keys.manage`.
       */
      rotate: Rpc.Mutation<{
        apiKeyId: string;
        /** Default: 24 */
        overlapHours?: number | undefined;
      }, NewApiKey, "identity.api_key_missing" | "identity.api_key_ended">;
    };
    totp: {
      /** Begin to use an authenticator app: its address, also as a picture */
      enroll: Rpc.Mutation<{
        password: string;
      }, TotpEnrollment, "identity.password_wrong" | "identity.second_factor_present" | "identity.too_many_guesses">;
      /** Prove the authenticator with a code of it; from now on it is asked for */
      confirm: Rpc.Mutation<{
        code: string;
      }, RecoveryCodes, "identity.code_wrong" | "identity.second_factor_missing" | "identity.second_factor_present" | "identity.too_many_guesses">;
      /** Stop using the authenticator */
      disable: Rpc.Mutation<{
        code: string;
      }, void, "identity.code_wrong" | "identity.second_factor_missing" | "identity.too_many_guesses">;
      /** New recovery codes in place of the old ones */
      regenerateCodes: Rpc.Mutation<{
        code: string;
      }, RecoveryCodes, "identity.code_wrong" | "identity.second_factor_missing" | "identity.too_many_guesses">;
      /**
       * Take somebody's second factor away, later; its owner is told and can say no
       *
       * Needs the permission `identity.second_factor.reset`.
       */
      startReset: Rpc.Mutation<{
        accountId: string;
      }, {
        effectiveAt: string;
      }, "identity.account_missing" | "identity.account_out_of_reach" | "identity.second_factor_missing" | "identity.second_factor_reset_pending">;
      /** Keep the second factor, with the token of the mailed link */
      cancelReset: Rpc.Mutation<{
        token: string;
      }, {
        kind: "kept";
      }, "identity.link_unusable">;
    };
    devices: {
      /** Devices that this account has signed in on */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
      }, {
        items: Device[];
        nextCursor: string | null;
      }>;
      /** Forget a device: it is trusted no more, and its sessions end */
      revoke: Rpc.Mutation<{
        deviceId: string;
      }, void, "identity.device_missing">;
    };
    accounts: {
      /**
       * Make an account; its address gets an invitation to set a password
       *
       * Needs the permission `identity.accounts.create`.
       */
      create: Rpc.Mutation<{
        email: string;
        name: string;
        /** Default: "en" */
        locale?: LocaleInput | undefined;
        /** Default: "UTC" */
        timeZone?: string | undefined;
        grants: {
          role: RoleInput;
          scope: ScopeInput | null;
        }[];
      }, Account, "identity.email_taken" | "identity.grant_unfit" | "identity.time_zone_unknown">;
      /**
       * Accounts by part of name or address, role, status; newest first
       *
       * Needs the permission `identity.accounts.read`.
       */
      search: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        text?: string | undefined;
        role?: RoleInput | undefined;
        status?: "active" | "blocked" | "closed" | undefined;
      }, {
        items: Account[];
        nextCursor: string | null;
      }>;
      /**
       * One account
       *
       * Needs the permission `identity.accounts.read`.
       */
      get: Rpc.Query<{
        accountId: string;
      }, Account, "identity.account_missing">;
      /**
       * Block an account; its sessions end
       *
       * Needs the permission `identity.accounts.block`.
       */
      block: Rpc.Mutation<{
        accountId: string;
        reason: string;
      }, Account, "identity.account_missing" | "identity.account_out_of_reach" | "identity.account_closed" | "identity.own_account" | "identity.last_admin">;
      /**
       * Unblock an account
       *
       * Needs the permission `identity.accounts.block`.
       */
      unblock: Rpc.Mutation<{
        accountId: string;
      }, Account, "identity.account_missing" | "identity.account_out_of_reach" | "identity.account_closed" | "identity.own_account">;
      /**
       * Give an account a role, everywhere or within one scope
       *
       * Needs the permission `identity.accounts.grant`.
       */
      grant: Rpc.Mutation<{
        accountId: string;
        role: RoleInput;
        scope: ScopeInput | null;
      }, Account, "identity.account_missing" | "identity.account_closed" | "identity.grant_unfit" | "identity.own_account">;
      /**
       * Take a grant away
       *
       * Needs the permission `identity.accounts.grant`.
       */
      revoke: Rpc.Mutation<{
        grantId: string;
      }, Account, "identity.grant_missing" | "identity.own_account" | "identity.last_admin">;
      /**
       * Look at an account as its owner sees it; nothing can be changed
       *
       * The session lasts half an hour at most, stands in the audit and is mailed to the owner.
       *
       * Needs the permission `identity.accounts.sign_in_as`.
       */
      signInAs: Rpc.Mutation<{
        accountId: string;
        audience: AudienceInput;
        reason: string;
      }, SignInAsAnswer, "identity.account_missing" | "identity.account_out_of_reach" | "identity.account_closed" | "identity.account_is_blocked" | "identity.own_account" | "identity.audience_missing">;
    };
    profile: {
      /** Change name, language, time zone */
      update: Rpc.Mutation<{
        name?: string | undefined;
        locale?: LocaleInput | undefined;
        timeZone?: string | undefined;
      }, Profile, "identity.time_zone_unknown">;
      /** Move to another address; both are sent a link, and both must be opened */
      changeEmail: Rpc.Mutation<{
        email: string;
        password: string;
      }, {
        kind: "links_sent";
      }, "identity.password_wrong" | "identity.too_many_guesses">;
      /** Agree to a change of address with the token of a mailed link */
      confirmEmail: Rpc.Mutation<{
        token: string;
      }, {
        kind: "waiting_for_other" | "changed" | (string & {});
      }, "identity.link_unusable">;
      /** Everything that is kept about this account */
      export: Rpc.Mutation<{
        password: string;
      }, ProfileExport, "identity.password_wrong" | "identity.too_many_guesses">;
      /** Close this account; what is personal is erased */
      close: Rpc.Mutation<{
        password: string;
      }, void, "identity.password_wrong" | "identity.last_admin" | "identity.too_many_guesses">;
    };
    activity: {
      /** What this account did, newest first */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
      }, {
        items: Activity[];
        nextCursor: string | null;
      }>;
    };
  };
  ledger: {
    accounts: {
      /**
       * Accounts with what stands on them, in the order of their ids
       *
       * Your own, those of the merchants, traders and teams that you may read for, and for administrators all.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** One purpose. */
        account?: string | undefined;
        ownerId?: string | undefined;
        /** Upper-case, as markets write it. */
        currency?: string | undefined;
      }, {
        items: LedgerAccount[];
        nextCursor: string | null;
      }>;
      /** What stands on one account, now or at a time */
      balance: Rpc.Query<{
        accountId: string;
        /** After everything that was posted up to then; without it, now. */
        at?: string | undefined;
      }, LedgerBalance, "ledger.account_unknown">;
      /** What moved on one account, newest first */
      statement: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        accountId: string;
        /** Not before this. */
        from?: string | undefined;
        /** Before this. */
        to?: string | undefined;
      }, {
        items: LedgerStatementItem[];
        nextCursor: string | null;
      }, "ledger.account_unknown">;
      /**
       * The same as CSV, oldest first, to be gone on with from where it ended
       *
       * Ask again with `cursor` for as long as there is one, and put the texts together: the first has the header.
       */
      exportStatement: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 500 */
        limit?: number | undefined;
        accountId: string;
        /** Not before this. */
        from?: string | undefined;
        /** Before this. */
        to?: string | undefined;
      }, LedgerStatementExport, "ledger.account_unknown">;
    };
    adjustments: {
      /**
       * Adjustments, newest first
       *
       * Needs the permission `ledger.adjustments.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        state?: "proposed" | "approved" | "rejected" | undefined;
      }, {
        items: LedgerAdjustment[];
        nextCursor: string | null;
      }>;
      /**
       * One adjustment
       *
       * Needs the permission `ledger.adjustments.read`.
       */
      get: Rpc.Query<{
        adjustmentId: string;
      }, LedgerAdjustment, "ledger.adjustment_unknown">;
      /**
       * Propose a correction of the books
       *
       * Nothing moves until somebody else approves it.
       *
       * Needs the permission `ledger.adjustments.propose`.
       */
      propose: Rpc.Mutation<{
        reason: string;
        legs: AdjustmentLeg[];
      }, LedgerAdjustment, "ledger.adjustment_account_unknown" | "ledger.adjustment_owner_unfit" | "ledger.amount_too_precise" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Approve a correction that somebody else proposed; it moves the money
       *
       * Needs the permission `ledger.adjustments.decide`.
       */
      approve: Rpc.Mutation<{
        adjustmentId: string;
      }, LedgerAdjustment, "ledger.adjustment_unknown" | "ledger.adjustment_decided" | "ledger.adjustment_own" | "ledger.adjustment_account_unknown" | "ledger.adjustment_owner_unfit" | "ledger.amount_too_precise" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Reject a correction, or take back one's own
       *
       * Needs the permission `ledger.adjustments.decide`.
       */
      reject: Rpc.Mutation<{
        adjustmentId: string;
        why: string;
      }, LedgerAdjustment, "ledger.adjustment_unknown" | "ledger.adjustment_decided">;
    };
    reconciliations: {
      /**
       * What each look through the books found, newest first
       *
       * Needs the permission `ledger.reconciliations.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        clean?: boolean | undefined;
      }, {
        items: LedgerReconciliation[];
        nextCursor: string | null;
      }>;
    };
  };
  payments: {
    events: {
      /**
       * What happened, oldest first: to fill a gap, or instead of webhooks
       *
       * Begin without `after`, and go on with the `next` of each answer.
       *
       * Needs the permission `payments.events.read`.
       */
      list: Rpc.Query<{
        storeId?: string | undefined;
        /** The `next` of the answer before. */
        after?: string | undefined;
        /** Default: 100 */
        limit?: number | undefined;
      }, {
        items: MerchantEvent[];
        next: string;
        /** Whether there is more right now. */
        more: boolean;
      }, "payments.store_unknown">;
    };
    fraud: {
      /**
       * Whom no order is made for, newest first; also those lifted and over
       *
       * Needs the permission `payments.fraud.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        kind?: "payer" | "ip" | "requisite" | undefined;
        /** Only those that count now, or that do not. */
        counting?: boolean | undefined;
        /** Entries of this one. */
        subject?: FraudSubject | undefined;
      }, {
        items: FraudEntry[];
        nextCursor: string | null;
      }, "payments.method_unknown" | "payments.requisite_method_unfit" | "payments.requisite_number_unfit">;
      /**
       * List a payer, an address or a number: no order is made for it
       *
       * Orders that there are go on, and so do requisites that have the number: block those. Of an IPv6 address the whole network is listed, as a subscriber has all of it.
       *
       * Needs the permission `payments.fraud.manage`.
       */
      add: Rpc.Mutation<{
        subject: FraudSubject;
        why: string;
        /** Left out, it is for good. */
        days?: number | undefined;
      }, FraudEntry, "payments.merchant_unknown" | "payments.method_unknown" | "payments.requisite_method_unfit" | "payments.requisite_number_unfit" | "payments.fraud_listed">;
      /**
       * Take an entry off the list
       *
       * Needs the permission `payments.fraud.manage`.
       */
      lift: Rpc.Mutation<{
        entryId: string;
        why: string;
      }, FraudEntry, "payments.fraud_entry_unknown" | "payments.fraud_entry_lifted">;
      /**
       * What was noticed about a pay-in or pay-out after it was made
       *
       * Needs the permission `payments.fraud.read`.
       */
      flags: Rpc.Query<{
        orderId: string;
      }, {
        items: FraudFlag[];
      }, "payments.order_unknown">;
    };
    merchants: {
      /**
       * Merchants, newest first
       *
       * Needs the permission `payments.merchants.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** A suspended one gets no new orders; those it has go on. */
        state?: "active" | "suspended" | undefined;
      }, {
        items: Merchant[];
        nextCursor: string | null;
      }>;
      /**
       * One merchant
       *
       * Needs the permission `payments.merchants.read`.
       */
      get: Rpc.Query<{
        merchantId: string;
      }, Merchant, "payments.merchant_unknown">;
      /**
       * Add a merchant
       *
       * Its people come by a role within it, its services by its API keys.
       *
       * Needs the permission `payments.merchants.manage`.
       */
      create: Rpc.Mutation<{
        name: string;
      }, Merchant>;
      /**
       * Rename, suspend or readmit a merchant
       *
       * Needs the permission `payments.merchants.manage`.
       */
      update: Rpc.Mutation<{
        merchantId: string;
        name?: string | undefined;
        /** A suspended one gets no new orders; those it has go on. */
        state?: "active" | "suspended" | undefined;
      }, Merchant, "payments.merchant_unknown">;
    };
    movements: {
      /**
       * Deposits and withdrawals, newest first
       *
       * Of the merchants, traders and teams that you may read for; for support all.
       *
       * Needs the permission `payments.movements.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        state?: "recorded" | "approved" | "rejected" | undefined;
        ownerId?: string | undefined;
      }, {
        items: PaymentsMovement[];
        nextCursor: string | null;
      }, "payments.movement_owner_unknown">;
      /**
       * One deposit or withdrawal
       *
       * Needs the permission `payments.movements.read`.
       */
      get: Rpc.Query<{
        movementId: string;
      }, PaymentsMovement, "payments.movement_unknown">;
      /**
       * Record a deposit or withdrawal that happened outside
       *
       * Nothing moves until somebody else approves it.
       *
       * Needs the permission `payments.movements.record`.
       */
      record: Rpc.Mutation<{
        kind: MovementKindInput;
        owner: MovementOwnerInput;
        account: MovableAccountInput;
        money: Money;
        /** Such as the transfer's hash: each is recorded once a kind. */
        outsideReference: string;
        /** For colleagues. */
        note?: string | undefined;
      }, PaymentsMovement, "payments.merchant_unknown" | "payments.trader_unknown" | "payments.team_unknown" | "payments.movement_account_unfit" | "payments.movement_currency_unfit" | "payments.movement_repeated" | "ledger.amount_too_precise" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Approve what somebody else recorded; it moves the money
       *
       * Needs the permission `payments.movements.decide`.
       */
      approve: Rpc.Mutation<{
        movementId: string;
      }, PaymentsMovement, "payments.movement_unknown" | "payments.movement_decided" | "payments.movement_own" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Reject what was recorded, or take back one's own
       *
       * Needs the permission `payments.movements.decide`.
       */
      reject: Rpc.Mutation<{
        movementId: string;
        why: string;
      }, PaymentsMovement, "payments.movement_unknown" | "payments.movement_decided">;
      /**
       * Turn a trader's earnings into collateral, at once; there is no way back
       *
       * Needs the permission `payments.movements.move_earnings`.
       */
      moveEarnings: Rpc.Mutation<{
        traderId: string;
        money: Money;
      }, EarningsMove, "payments.trader_unknown" | "payments.movement_currency_unfit" | "ledger.amount_too_precise" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
    };
    payIns: {
      /**
       * Ask for a payment
       *
       * The answer has the requisite where a trader was found at once; otherwise the order is matched within its deadline.
       *
       * Needs the permission `payments.pay_ins.create`.
       */
      create: Rpc.Mutation<{
        storeId: string;
        /** Once in a store, for ever. */
        reference: string;
        money: Money;
        method: string;
        /** Only requisites of this bank. */
        bank?: string | undefined;
        /** Default: {} */
        payer?: {
          /** As you know the payer. */
          id?: string | undefined;
          ip?: string | undefined;
        } | undefined;
        /** Default: {} */
        metadata?: { [key: string]: OrderMetadataField } | undefined;
      }, PayIn, "payments.store_unknown" | "payments.store_not_taking" | "payments.reference_used" | "payments.session_reference_used" | "payments.method_not_offered" | "payments.requisite_bank_unknown" | "payments.amount_out_of_limits" | "payments.amount_too_small" | "ledger.amount_too_precise" | "platform.currency_unknown" | "platform.rate_missing" | "platform.rate_stale" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * One pay-in
       *
       * Needs the permission `payments.pay_ins.read`.
       */
      get: Rpc.Query<{
        orderId: string;
      }, PayIn, "payments.pay_in_unknown">;
      /**
       * Pay-ins, found and sorted
       *
       * Needs the permission `payments.pay_ins.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        storeId?: string | undefined;
        /** Not for merchants, who do not learn who it is. */
        traderId?: string | undefined;
        teamId?: string | undefined;
        /** One or several. */
        state?: PayInStateInput | PayInStateInput[] | undefined;
        method?: string | undefined;
        /** Upper-case, as markets write it. */
        currency?: string | undefined;
        /** The whole of it. */
        reference?: string | undefined;
        /** A whole order id or reference; for the merchant and support also the payer's id, for support also the bank's reference of a proof. */
        search?: string | undefined;
        from?: string | undefined;
        until?: string | undefined;
        /** Of what was asked for, in `currency`. */
        least?: string | undefined;
        /** Of what was asked for, in `currency`. */
        most?: string | undefined;
        /**
         * What comes first.
         * Default: "newest"
         */
        sort?: "newest" | "oldest" | undefined;
      }, {
        items: PayIn[];
        nextCursor: string | null;
      }, "payments.store_unknown" | "payments.trader_unknown" | "payments.team_unknown" | "payments.amount_without_currency" | "ledger.amount_too_precise" | "ledger.amount_too_large" | "platform.currency_unknown">;
      /**
       * The same as CSV, oldest first, to be gone on with from where it ended
       *
       * Ask again with `cursor` for as long as there is one, and put the texts together: the first has the header. Each side has its own columns.
       *
       * Needs the permission `payments.pay_ins.read`.
       */
      export: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 500 */
        limit?: number | undefined;
        storeId?: string | undefined;
        /** Not for merchants, who do not learn who it is. */
        traderId?: string | undefined;
        teamId?: string | undefined;
        /** One or several. */
        state?: PayInStateInput | PayInStateInput[] | undefined;
        method?: string | undefined;
        /** Upper-case, as markets write it. */
        currency?: string | undefined;
        /** The whole of it. */
        reference?: string | undefined;
        /** A whole order id or reference; for the merchant and support also the payer's id, for support also the bank's reference of a proof. */
        search?: string | undefined;
        from?: string | undefined;
        until?: string | undefined;
        /** Of what was asked for, in `currency`. */
        least?: string | undefined;
        /** Of what was asked for, in `currency`. */
        most?: string | undefined;
        /**
         * What comes first.
         * Default: "oldest"
         */
        sort?: "newest" | "oldest" | undefined;
      }, OrderExport, "payments.store_unknown" | "payments.trader_unknown" | "payments.team_unknown" | "payments.amount_without_currency" | "ledger.amount_too_precise" | "ledger.amount_too_large" | "platform.currency_unknown">;
      /**
       * How a pay-in came to its state
       *
       * Needs the permission `payments.pay_ins.read`.
       */
      history: Rpc.Query<{
        orderId: string;
      }, {
        items: OrderEvent[];
      }, "payments.pay_in_unknown">;
      /**
       * Pay-ins as they change
       *
       * Needs the permission `payments.pay_ins.read`.
       */
      watch: Rpc.Subscription<{
        lastEventId?: string | null | undefined;
      }, PayIn>;
      /**
       * Cancel one that nobody has paid yet
       *
       * Needs the permission `payments.pay_ins.create`.
       */
      cancel: Rpc.Mutation<{
        orderId: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Say that the payer has sent the money
       *
       * Needs the permission `payments.pay_ins.create`.
       */
      claimPaid: Rpc.Mutation<{
        orderId: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Confirm that the exact sum came; it pays the merchant
       *
       * Again by the same trader it answers with what the first did.
       *
       * Needs the permission `payments.pay_ins.confirm`.
       */
      confirm: Rpc.Mutation<{
        orderId: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Report that another sum came
       *
       * Needs the permission `payments.pay_ins.confirm`.
       */
      reportSum: Rpc.Mutation<{
        orderId: string;
        received: Money;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "payments.received_unfit" | "ledger.amount_too_precise" | "platform.currency_unknown">;
      /**
       * Say that nothing came, though the payer says so
       *
       * Needs the permission `payments.pay_ins.confirm`.
       */
      dispute: Rpc.Mutation<{
        orderId: string;
        why: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Say that money came for one that had ended
       *
       * Needs the permission `payments.pay_ins.find_money`.
       */
      foundMoney: Rpc.Mutation<{
        orderId: string;
        received: Money;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "payments.late_over" | "payments.received_unfit" | "ledger.amount_too_precise" | "platform.currency_unknown" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Let one through that the fraud rules held back
       *
       * Needs the permission `payments.pay_ins.resolve`.
       */
      accept: Rpc.Mutation<{
        orderId: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Refuse one that the fraud rules held back
       *
       * Needs the permission `payments.pay_ins.resolve`.
       */
      reject: Rpc.Mutation<{
        orderId: string;
        why: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Decide a disputed, late or differing one: paid in full, in part, or not
       *
       * Needs the permission `payments.pay_ins.resolve`.
       */
      resolve: Rpc.Mutation<{
        orderId: string;
        as: "full" | "part" | "unpaid";
        /** What came: for one that is paid in part, or in full where more came. */
        received?: Money | undefined;
        why: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "payments.received_unfit" | "ledger.amount_too_precise" | "platform.currency_unknown" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Take up a claim about one that is finished
       *
       * Needs the permission `payments.pay_ins.resolve`.
       */
      contest: Rpc.Mutation<{
        orderId: string;
        why: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Decide a contested one: it stands, or its money goes back
       *
       * Needs the permission `payments.pay_ins.resolve`.
       */
      decide: Rpc.Mutation<{
        orderId: string;
        as: "upheld" | "reversed";
        why: string;
      }, PayIn, "payments.pay_in_unknown" | "payments.pay_in_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
    };
    payOuts: {
      /**
       * Ask for a payment to somebody
       *
       * Value and fee are held of the merchant's balance at once, and given back where nobody sends it.
       *
       * Needs the permission `payments.pay_outs.create`.
       */
      create: Rpc.Mutation<{
        storeId: string;
        /** Once in a store, for ever. */
        reference: string;
        money: Money;
        destination: {
          method: string;
          bank?: string | undefined;
          /** Of a card, a phone or an account; spaces and dashes do not count. */
          number: string;
          holder: string;
        };
        /** Default: {} */
        metadata?: { [key: string]: OrderMetadataField } | undefined;
      }, PayOut, "payments.store_unknown" | "payments.store_not_taking" | "payments.reference_used" | "payments.method_not_offered" | "payments.amount_out_of_limits" | "payments.amount_too_small" | "ledger.amount_too_precise" | "payments.requisite_method_unfit" | "payments.requisite_bank_unknown" | "payments.requisite_number_unfit" | "payments.destination_refused" | "platform.rate_missing" | "platform.rate_stale" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * One pay-out
       *
       * Needs the permission `payments.pay_outs.read`.
       */
      get: Rpc.Query<{
        orderId: string;
      }, PayOut, "payments.pay_out_unknown">;
      /**
       * Pay-outs, found and sorted
       *
       * Needs the permission `payments.pay_outs.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        storeId?: string | undefined;
        /** Not for merchants, who do not learn who it is. */
        traderId?: string | undefined;
        teamId?: string | undefined;
        /** One or several. */
        state?: PayOutStateInput | PayOutStateInput[] | undefined;
        method?: string | undefined;
        /** Upper-case, as markets write it. */
        currency?: string | undefined;
        /** The whole of it. */
        reference?: string | undefined;
        /** A whole order id or reference; for the merchant and support also the payer's id, for support also the bank's reference of a proof. */
        search?: string | undefined;
        from?: string | undefined;
        until?: string | undefined;
        /** Of what was asked for, in `currency`. */
        least?: string | undefined;
        /** Of what was asked for, in `currency`. */
        most?: string | undefined;
        /**
         * What comes first.
         * Default: "newest"
         */
        sort?: "newest" | "oldest" | undefined;
      }, {
        items: PayOut[];
        nextCursor: string | null;
      }, "payments.store_unknown" | "payments.trader_unknown" | "payments.team_unknown" | "payments.amount_without_currency" | "ledger.amount_too_precise" | "ledger.amount_too_large" | "platform.currency_unknown">;
      /**
       * The same as CSV, oldest first, to be gone on with from where it ended
       *
       * Ask again with `cursor` for as long as there is one, and put the texts together: the first has the header. Each side has its own columns.
       *
       * Needs the permission `payments.pay_outs.read`.
       */
      export: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 500 */
        limit?: number | undefined;
        storeId?: string | undefined;
        /** Not for merchants, who do not learn who it is. */
        traderId?: string | undefined;
        teamId?: string | undefined;
        /** One or several. */
        state?: PayOutStateInput | PayOutStateInput[] | undefined;
        method?: string | undefined;
        /** Upper-case, as markets write it. */
        currency?: string | undefined;
        /** The whole of it. */
        reference?: string | undefined;
        /** A whole order id or reference; for the merchant and support also the payer's id, for support also the bank's reference of a proof. */
        search?: string | undefined;
        from?: string | undefined;
        until?: string | undefined;
        /** Of what was asked for, in `currency`. */
        least?: string | undefined;
        /** Of what was asked for, in `currency`. */
        most?: string | undefined;
        /**
         * What comes first.
         * Default: "oldest"
         */
        sort?: "newest" | "oldest" | undefined;
      }, OrderExport, "payments.store_unknown" | "payments.trader_unknown" | "payments.team_unknown" | "payments.amount_without_currency" | "ledger.amount_too_precise" | "ledger.amount_too_large" | "platform.currency_unknown">;
      /**
       * How a pay-out came to its state
       *
       * Needs the permission `payments.pay_outs.read`.
       */
      history: Rpc.Query<{
        orderId: string;
      }, {
        items: OrderEvent[];
      }, "payments.pay_out_unknown">;
      /**
       * What shows that it was sent, with addresses to load it from for five minutes
       *
       * Needs the permission `payments.pay_outs.read`.
       */
      proofs: Rpc.Query<{
        orderId: string;
      }, {
        items: LinkedProof[];
      }, "payments.pay_out_unknown">;
      /**
       * Pay-outs as they change
       *
       * Needs the permission `payments.pay_outs.read`.
       */
      watch: Rpc.Subscription<{
        lastEventId?: string | null | undefined;
      }, PayOut>;
      /**
       * Cancel one that nobody has accepted yet
       *
       * Needs the permission `payments.pay_outs.create`.
       */
      cancel: Rpc.Mutation<{
        orderId: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Say that the money came; it pays the trader
       *
       * Again it answers with what the first did. Without a word it counts as accepted.
       *
       * Needs the permission `payments.pay_outs.create`.
       */
      acceptProof: Rpc.Mutation<{
        orderId: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Say that the proof does not show it, or that nothing came
       *
       * Needs the permission `payments.pay_outs.create`.
       */
      disputeProof: Rpc.Mutation<{
        orderId: string;
        why: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Take one that is offered; the answer has the whole number
       *
       * Again by the same trader it answers with what the first did.
       *
       * Needs the permission `payments.pay_outs.send`.
       */
      accept: Rpc.Mutation<{
        orderId: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "payments.pay_out_offer_over">;
      /**
       * Leave one to others, before anything was sent
       *
       * Needs the permission `payments.pay_outs.send`.
       */
      decline: Rpc.Mutation<{
        orderId: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "payments.pay_out_offer_over">;
      /**
       * Say that it is being sent; from then on nobody else is asked
       *
       * Needs the permission `payments.pay_outs.send`.
       */
      startSending: Rpc.Mutation<{
        orderId: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "payments.pay_out_offer_over">;
      /**
       * Show that it was sent
       *
       * A file of one's own that was uploaded for payments.proof. The same bytes again are answered as the first time.
       *
       * Needs the permission `payments.pay_outs.send`.
       */
      giveProof: Rpc.Mutation<{
        orderId: string;
        fileId: string;
        /** The bank's own mark of the payment, as the receipt has it. */
        bankReference: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "payments.pay_out_offer_over" | "payments.proof_shown_before" | "platform.file_missing" | "platform.file_not_ready" | "platform.file_unfit" | "platform.file_attached">;
      /**
       * Ask support: something went wrong while it was sent
       *
       * Needs the permission `payments.pay_outs.send`.
       */
      reportTrouble: Rpc.Mutation<{
        orderId: string;
        why: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "payments.pay_out_offer_over">;
      /**
       * Decide one that needs support: it was sent, or it was not
       *
       * Needs the permission `payments.pay_outs.resolve`.
       */
      resolve: Rpc.Mutation<{
        orderId: string;
        as: "sent" | "not_sent";
        /**
         * Of one that was not sent: look for another trader. Otherwise it fails.
         * Default: false
         */
        again?: boolean | undefined;
        why: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Say that the bank returned a completed one; its money goes back
       *
       * Needs the permission `payments.pay_outs.resolve`.
       */
      markReturned: Rpc.Mutation<{
        orderId: string;
        why: string;
      }, PayOut, "payments.pay_out_unknown" | "payments.pay_out_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
    };
    proofs: {
      /**
       * Show what proves a payment, or that there was none
       *
       * A file of one's own that was uploaded for payments.proof. The same bytes again at the same order are answered as before.
       *
       * Needs the permission `payments.proofs.add`.
       */
      add: Rpc.Mutation<{
        orderId: string;
        fileId: string;
        /** The bank's own mark of the payment, as the receipt has it. */
        bankReference?: string | undefined;
      }, Proof, "payments.pay_in_unknown" | "payments.pay_in_state" | "payments.proofs_full" | "platform.file_missing" | "platform.file_not_ready" | "platform.file_unfit" | "platform.file_attached">;
      /**
       * An order's proofs, oldest first, with addresses to load them from for five minutes
       *
       * Needs the permission `payments.proofs.read`.
       */
      list: Rpc.Query<{
        orderId: string;
      }, {
        items: LinkedProof[];
      }, "payments.pay_in_unknown">;
    };
    /**
     * What one text is: an order, a requisite, a trader, a merchant, a store
     *
     * Orders by id, reference, a proof's bank reference, or a sum with its currency such as `1500.07 RUB`; requisites by id, the whole number or its end; the rest by id or a part of its name. The newest of each kind, 20 at most.
     *
     * Needs the permission `payments.search`.
     */
    search: Rpc.Query<{
      text: string;
    }, {
      items: SearchHit[];
    }>;
    sessions: {
      /**
       * Begin a payment that the payer makes on the payment page
       *
       * Send the payer to the address. It carries a token that opens this payment and nothing else; it is told once.
       *
       * Needs the permission `payments.sessions.create`.
       */
      create: Rpc.Mutation<{
        storeId: string;
        /** Once in a store, for ever; that of its orders. */
        reference: string;
        money: Money;
        /** Default: {} */
        payer?: {
          /** As you know the payer. */
          id?: string | undefined;
        } | undefined;
        /** Without it, as the browser says. */
        language?: "en" | "ru" | undefined;
        /** Default: {} */
        metadata?: { [key: string]: OrderMetadataField } | undefined;
      }, PaymentSessionMade, "payments.store_unknown" | "payments.store_not_taking" | "payments.reference_used" | "payments.session_reference_used" | "payments.nothing_offered" | "ledger.amount_too_large" | "ledger.amount_too_precise" | "platform.currency_unknown">;
      /**
       * Let no other try begin
       *
       * A try that is under way goes on; cancel its pay-in by payments.payIns.cancel. Ended again it answers the same.
       *
       * Needs the permission `payments.sessions.create`.
       */
      end: Rpc.Mutation<{
        sessionId: string;
      }, PaymentSessionEnded, "payments.payment_session_unknown">;
      /** The payment, as its payer sees it */
      get: Rpc.Query<void, PaymentSession>;
      /** The payment, whenever it changes */
      watch: Rpc.Subscription<{
        lastEventId?: string | null | undefined;
      }, PaymentSession>;
      /** Choose how to pay; it begins a try */
      choose: Rpc.Mutation<{
        method: string;
        /** Only to this bank. */
        bank?: string | undefined;
      }, PaymentSession, "payments.payment_session_state" | "payments.store_not_taking" | "payments.reference_used" | "payments.method_not_offered" | "payments.requisite_bank_unknown" | "payments.amount_out_of_limits" | "payments.amount_too_small" | "ledger.amount_too_precise" | "platform.currency_unknown" | "platform.rate_missing" | "platform.rate_stale" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /** Say that the money is sent */
      markPaid: Rpc.Mutation<void, PaymentSession, "payments.payment_session_state">;
      /**
       * Show a receipt
       *
       * A file that was uploaded for payments.proof with the same token.
       */
      addReceipt: Rpc.Mutation<{
        fileId: string;
        /** The bank's own mark of the payment, as the receipt has it. */
        bankReference?: string | undefined;
      }, PaymentSession, "payments.payment_session_state" | "payments.proofs_full" | "platform.file_missing" | "platform.file_not_ready" | "platform.file_unfit" | "platform.file_attached">;
      /** Give the try up, where nothing was sent; another can begin */
      cancel: Rpc.Mutation<void, PaymentSession, "payments.payment_session_state" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
    };
    statistics: {
      /**
       * How orders of a time went, by method, bank, trader, store or day
       *
       * Of what you may see. Merchants are not told of traders, nor traders and leads of stores. A row for each key and currency: the largest value first, days in their order.
       *
       * Needs the permission `payments.statistics.read`.
       */
      orders: Rpc.Query<{
        from: string;
        /** Not included; at most 366 days after `from`. */
        until: string;
        /** Default: "pay_in" */
        direction?: "pay_in" | "pay_out" | undefined;
        /** Days are those of UTC, by when orders were made. */
        by: "method" | "bank" | "trader" | "store" | "day";
        storeId?: string | undefined;
        traderId?: string | undefined;
        teamId?: string | undefined;
        method?: string | undefined;
        /** Upper-case, as markets write it. */
        currency?: string | undefined;
      }, {
        items: OrderStatistic[];
      }, "payments.statistic_span_unfit" | "payments.statistic_too_large" | "payments.statistic_not_yours" | "payments.store_unknown" | "payments.trader_unknown" | "payments.team_unknown">;
      /**
       * What a lead's traders brought, by trader and day
       *
       * Of orders that ended then and stayed so; what was reversed later is left out.
       *
       * Needs the permission `payments.statistics.commission`.
       */
      commission: Rpc.Query<{
        from: string;
        /** Not included; at most 366 days after `from`. */
        until: string;
        teamId: string;
        traderId?: string | undefined;
      }, {
        items: CommissionStatistic[];
      }, "payments.statistic_span_unfit" | "payments.statistic_too_large" | "payments.team_unknown" | "payments.trader_unknown">;
      /**
       * What a trader took and sent, by day and requisite
       *
       * Of orders that ended then and stayed so; what was reversed later is left out.
       *
       * Needs the permission `payments.statistics.turnover`.
       */
      turnover: Rpc.Query<{
        from: string;
        /** Not included; at most 366 days after `from`. */
        until: string;
        traderId: string;
        requisiteId?: string | undefined;
      }, {
        items: TurnoverStatistic[];
      }, "payments.statistic_span_unfit" | "payments.statistic_too_large" | "payments.trader_unknown" | "payments.requisite_unknown">;
    };
    storeTraders: {
      /**
       * Traders that a store wants, or does not want; newest traders first
       *
       * Needs the permission `payments.store_traders.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        storeId: string;
      }, {
        items: StoreTrader[];
        nextCursor: string | null;
      }, "payments.store_unknown">;
      /**
       * Allow a trader at a store, deny one, or take back either
       *
       * Where a store has any that are allowed, no others serve it; one that is denied never does. Orders that are under way go on.
       *
       * Needs the permission `payments.store_traders.manage`.
       */
      set: Rpc.Mutation<{
        storeId: string;
        traderId: string;
        rule: "allow" | "deny" | "none";
      }, {
        storeId: string;
        traderId: string;
        rule: "allow" | "deny" | "none" | (string & {});
      }, "payments.store_unknown" | "payments.trader_unknown" | "payments.fee_parts_exceed">;
    };
    stores: {
      /**
       * Stores, newest first
       *
       * Needs the permission `payments.stores.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        merchantId?: string | undefined;
        /** A paused one takes no new orders. */
        state?: "active" | "paused" | undefined;
      }, {
        items: Store[];
        nextCursor: string | null;
      }, "payments.merchant_unknown">;
      /**
       * One store
       *
       * Needs the permission `payments.stores.read`.
       */
      get: Rpc.Query<{
        storeId: string;
      }, Store, "payments.store_unknown">;
      /**
       * Add a store to a merchant
       *
       * It takes orders once an administrator has agreed on terms with it.
       *
       * Needs the permission `payments.stores.manage`.
       */
      create: Rpc.Mutation<{
        merchantId: string;
        name: string;
        look: StoreLookInput;
        /**
         * By how many of the currency's smallest units a sum may be raised, so that what comes can be told apart.
         * Default: 99
         */
        sumShiftMost?: number | undefined;
        /**
         * For how long after an order's end money that comes late is still taken for it, within what the platform sets.
         * Default: 1440
         */
        lateMinutes?: number | undefined;
      }, Store, "payments.merchant_unknown" | "platform.file_missing" | "platform.file_not_ready" | "platform.file_unfit" | "platform.file_attached">;
      /**
       * Change a store; what is not said stays
       *
       * Needs the permission `payments.stores.manage`.
       */
      update: Rpc.Mutation<{
        storeId: string;
        name?: string | undefined;
        /** A paused one takes no new orders. */
        state?: "active" | "paused" | undefined;
        look?: StoreLookInput | undefined;
        /** By how many of the currency's smallest units a sum may be raised, so that what comes can be told apart. */
        sumShiftMost?: number | undefined;
        /** For how long after an order's end money that comes late is still taken for it, within what the platform sets. */
        lateMinutes?: number | undefined;
      }, Store, "payments.store_unknown" | "payments.store_fees_unfit" | "payments.fee_parts_exceed" | "platform.file_missing" | "platform.file_not_ready" | "platform.file_unfit" | "platform.file_attached">;
    };
    terms: {
      /**
       * What a store takes and pays, and for which fees
       *
       * Needs the permission `payments.terms.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        storeId: string;
      }, {
        items: StoreTerms[];
        nextCursor: string | null;
      }, "payments.store_unknown">;
      /**
       * Agree with a store on one method in one currency and direction
       *
       * Saves the whole row: a new one where there is none. Nothing is deleted; what is no longer offered is made inactive. Orders keep what was agreed when they were made.
       *
       * Needs the permission `payments.terms.manage`.
       */
      save: Rpc.Mutation<{
        storeId: string;
        direction: PaymentDirectionInput;
        /** Upper-case, as markets write it. */
        currency: string;
        method: string;
        /** The least that one order asks for. */
        min: Money;
        max: Money;
        /** Of an order's value. */
        feePercent: Percent;
        /** For each order besides, in USDT. */
        feeFixed: Money;
        active: boolean;
      }, StoreTerms, "payments.store_unknown" | "platform.currency_unknown" | "payments.method_unknown" | "payments.method_unfit" | "payments.terms_currency_wrong" | "payments.terms_limits_wrong" | "payments.terms_fee_negative" | "ledger.amount_too_precise" | "ledger.amount_too_large" | "payments.fee_parts_exceed">;
    };
    requisites: {
      /**
       * Requisites, newest first
       *
       * Needs the permission `payments.requisites.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        traderId?: string | undefined;
        state?: "active" | "paused" | "blocked" | "archived" | undefined;
        method?: string | undefined;
        /** Upper-case, as markets write it. */
        currency?: string | undefined;
        /** The whole of it; archived ones are left out. */
        number?: string | undefined;
      }, {
        items: Requisite[];
        nextCursor: string | null;
      }, "payments.trader_unknown">;
      /**
       * One requisite
       *
       * Needs the permission `payments.requisites.read`.
       */
      get: Rpc.Query<{
        requisiteId: string;
      }, Requisite, "payments.requisite_unknown">;
      /**
       * Add where a trader takes money
       *
       * Needs the permission `payments.requisites.manage`.
       */
      create: Rpc.Mutation<{
        traderId: string;
        method: string;
        /** Default: null */
        bank?: string | null | undefined;
        holder: string;
        /** Of a card, a phone or an account; spaces and dashes do not count. */
        number: string;
        /** The least that an order may ask for. */
        min: Money;
        /** The most that an order may ask for. */
        max: Money;
        /**
         * Orders a day. Null: as many.
         * Default: null
         */
        dayCountCap?: number | null | undefined;
        /**
         * All of a day's orders together. Null: as much.
         * Default: null
         */
        daySumCap?: Money | null | undefined;
        /**
         * Orders at once.
         * Default: 1
         */
        parallelCap?: number | undefined;
        /**
         * Between two orders, at least.
         * Default: 0
         */
        coolDownSeconds?: number | undefined;
      }, Requisite, "payments.trader_unknown" | "payments.method_unknown" | "payments.method_unfit" | "payments.requisite_method_unfit" | "payments.requisite_bank_unknown" | "payments.requisite_number_unfit" | "payments.requisite_refused" | "payments.requisite_taken" | "payments.requisite_limits_unfit" | "ledger.amount_too_precise" | "ledger.amount_too_large" | "platform.currency_unknown">;
      /**
       * Change a requisite's holder, limits and caps; what is left out stays
       *
       * Whoever was shown it goes on with what was shown. The number never changes.
       *
       * Needs the permission `payments.requisites.manage`.
       */
      update: Rpc.Mutation<{
        requisiteId: string;
        holder?: string | undefined;
        /** The least that an order may ask for. */
        min?: Money | undefined;
        /** The most that an order may ask for. */
        max?: Money | undefined;
        /** Orders a day. Null: as many. */
        dayCountCap?: number | null | undefined;
        /** All of a day's orders together. Null: as much. */
        daySumCap?: Money | null | undefined;
        /** Orders at once. */
        parallelCap?: number | undefined;
        /** Between two orders, at least. */
        coolDownSeconds?: number | undefined;
      }, Requisite, "payments.requisite_unknown" | "payments.requisite_archived" | "payments.requisite_limits_unfit" | "ledger.amount_too_precise" | "ledger.amount_too_large" | "platform.currency_unknown">;
      /**
       * Take no more orders on a requisite; those under way go on
       *
       * Needs the permission `payments.requisites.switch`.
       */
      pause: Rpc.Mutation<{
        requisiteId: string;
      }, Requisite, "payments.requisite_unknown" | "payments.requisite_blocked" | "payments.requisite_archived">;
      /**
       * Take orders on a paused requisite again
       *
       * Needs the permission `payments.requisites.switch`.
       */
      resume: Rpc.Mutation<{
        requisiteId: string;
      }, Requisite, "payments.requisite_unknown" | "payments.requisite_blocked" | "payments.requisite_archived">;
      /**
       * Give a requisite up for good; its number can then be added anew
       *
       * Needs the permission `payments.requisites.manage`.
       */
      archive: Rpc.Mutation<{
        requisiteId: string;
      }, Requisite, "payments.requisite_unknown" | "payments.requisite_blocked" | "payments.requisite_busy">;
      /**
       * Let a requisite take no orders, whatever its trader does
       *
       * Needs the permission `payments.requisites.block`.
       */
      block: Rpc.Mutation<{
        requisiteId: string;
        why: string;
      }, Requisite, "payments.requisite_unknown" | "payments.requisite_archived">;
      /**
       * Give a blocked requisite back to its trader, paused
       *
       * Needs the permission `payments.requisites.block`.
       */
      unblock: Rpc.Mutation<{
        requisiteId: string;
      }, Requisite, "payments.requisite_unknown" | "payments.requisite_archived">;
    };
    sandbox: {
      /**
       * Make what an order needs to be served in the sandbox
       *
       * A trader who is always there and serves your stores alone, a requisite, collateral; terms and a rate where there are none. Again it makes what is missing, and fills the collateral up.
       *
       * Needs the permission `payments.sandbox.use`.
       */
      supply: Rpc.Mutation<{
        storeId: string;
        /** Upper-case, as markets write it. */
        currency: string;
        method: string;
      }, {
        team: {
          id: string;
          name: string;
        };
        trader: {
          id: string;
          name: string;
          collateral: Money;
        };
        requisite: {
          id: string;
          /** Its end. */
          number: string;
          max: Money;
        };
        /** What the store takes and pays of this. */
        terms: StoreTerms[];
        /** So much of the currency for one USDT. */
        rate: string;
        /** What was not there before, or not enough; `place` is where the store has chosen who serves it. */
        made: ("team" | "trader" | "place" | "requisite" | "terms" | "rate" | "collateral" | (string & {}))[];
      }, "payments.sandbox_only" | "payments.sandbox_terms_unfit" | "payments.store_unknown" | "platform.currency_unknown" | "payments.method_unknown" | "payments.method_unfit" | "payments.requisite_method_unfit" | "platform.rate_same_currency">;
      /**
       * Play what the payer, the trader, support or the time does to a pay-in of yours
       *
       * It goes the way that theirs goes, refusals included. `time_passes` ends the state as if its deadline were over.
       *
       * Needs the permission `payments.sandbox.use`.
       */
      playPayIn: Rpc.Mutation<{
        orderId: string;
        event: "payer_claims";
      } | {
        orderId: string;
        event: "trader_confirms";
      } | {
        orderId: string;
        event: "trader_reports";
        /** What came. */
        received: Money;
      } | {
        orderId: string;
        event: "trader_denies";
        /**
         * What support or the trader says.
         * Default: "played in the sandbox"
         */
        why?: string | undefined;
      } | {
        orderId: string;
        event: "money_found";
        /** What came. */
        received: Money;
      } | {
        orderId: string;
        event: "time_passes";
      } | {
        orderId: string;
        event: "support_accepts";
      } | {
        orderId: string;
        event: "support_rejects";
        /**
         * What support or the trader says.
         * Default: "played in the sandbox"
         */
        why?: string | undefined;
      } | {
        orderId: string;
        event: "support_resolves";
        as: "full" | "part" | "unpaid";
        /** What came. */
        received?: Money | undefined;
        /**
         * What support or the trader says.
         * Default: "played in the sandbox"
         */
        why?: string | undefined;
      }, PayIn, "payments.sandbox_only" | "payments.pay_in_unknown" | "payments.pay_in_state" | "payments.late_over" | "payments.received_unfit" | "platform.currency_unknown" | "ledger.amount_too_precise" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
      /**
       * Play what the trader, support, the bank or the time does to a pay-out of yours
       *
       * It goes the way that theirs goes, refusals included. The proof's file is made by itself.
       *
       * Needs the permission `payments.sandbox.use`.
       */
      playPayOut: Rpc.Mutation<{
        orderId: string;
        event: "trader_accepts";
      } | {
        orderId: string;
        event: "trader_starts";
      } | {
        orderId: string;
        event: "trader_proves";
        /** The bank's own mark of the payment, as the receipt has it. */
        bankReference: string;
      } | {
        orderId: string;
        event: "trader_declines";
      } | {
        orderId: string;
        event: "trader_in_trouble";
        /**
         * What support or the trader says.
         * Default: "played in the sandbox"
         */
        why?: string | undefined;
      } | {
        orderId: string;
        event: "time_passes";
      } | {
        orderId: string;
        event: "support_resolves";
        as: "sent" | "not_sent";
        /** Default: false */
        again?: boolean | undefined;
        /**
         * What support or the trader says.
         * Default: "played in the sandbox"
         */
        why?: string | undefined;
      } | {
        orderId: string;
        event: "bank_returns";
        /**
         * What support or the trader says.
         * Default: "played in the sandbox"
         */
        why?: string | undefined;
      }, PayOut, "payments.sandbox_only" | "payments.pay_out_unknown" | "payments.pay_out_state" | "payments.pay_out_offer_over" | "payments.proof_shown_before" | "platform.file_missing" | "platform.file_not_ready" | "platform.file_unfit" | "platform.file_attached" | "platform.file_too_many" | "platform.currency_unknown" | "ledger.amount_zero" | "ledger.amount_negative" | "ledger.amount_too_large" | "ledger.balance_too_large" | "ledger.currency_mixed" | "ledger.currency_too_fine" | "ledger.account_unknown" | "ledger.account_twice" | "ledger.insufficient_funds" | "ledger.conflict" | "ledger.clearing_open" | "ledger.journal_unknown" | "ledger.journal_reversed" | "ledger.hold_unknown" | "ledger.hold_resolved" | "ledger.hold_expired" | "ledger.hold_exceeded">;
    };
    teams: {
      /**
       * Teams, newest first
       *
       * Needs the permission `payments.teams.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** While it is paused, none of its traders gets an order. */
        state?: "active" | "paused" | undefined;
      }, {
        items: Team[];
        nextCursor: string | null;
      }>;
      /**
       * One team
       *
       * Needs the permission `payments.teams.read`.
       */
      get: Rpc.Query<{
        teamId: string;
      }, Team, "payments.team_unknown">;
      /**
       * What stands on the accounts of a team's traders, newest traders first
       *
       * Needs the permission `payments.teams.balances`.
       */
      balances: Rpc.Query<{
        teamId: string;
        cursor?: string | null | undefined;
        /** Default: 100 */
        limit?: number | undefined;
      }, {
        items: TraderBalances[];
        nextCursor: string | null;
      }, "payments.team_unknown">;
      /**
       * Make a team
       *
       * Its lead is whoever is granted that role within it.
       *
       * Needs the permission `payments.teams.edit`.
       */
      create: Rpc.Mutation<{
        name: string;
        /** The lead's, of each pay-in's value. */
        commissionInPercent: Percent;
        /** The lead's, of each pay-out's value. */
        commissionOutPercent: Percent;
      }, Team>;
      /**
       * Change a team; what is left out stays
       *
       * Orders that are under way keep what was agreed when they were assigned.
       *
       * Needs the permission `payments.teams.edit`.
       */
      update: Rpc.Mutation<{
        teamId: string;
        name?: string | undefined;
        /** While it is paused, none of its traders gets an order. */
        state?: "active" | "paused" | undefined;
        /** The lead's, of each pay-in's value. */
        commissionInPercent?: Percent | undefined;
        /** The lead's, of each pay-out's value. */
        commissionOutPercent?: Percent | undefined;
      }, Team, "payments.team_unknown" | "payments.fee_parts_exceed">;
    };
    traders: {
      /**
       * Traders, newest first
       *
       * Needs the permission `payments.traders.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        teamId?: string | undefined;
        state?: "active" | "paused" | "blocked" | undefined;
        online?: boolean | undefined;
      }, {
        items: Trader[];
        nextCursor: string | null;
      }, "payments.team_unknown">;
      /**
       * One trader
       *
       * Needs the permission `payments.traders.read`.
       */
      get: Rpc.Query<{
        traderId: string;
      }, Trader, "payments.trader_unknown">;
      /**
       * Make a trader
       *
       * Its people are whoever is granted that role within it.
       *
       * Needs the permission `payments.traders.edit`.
       */
      create: Rpc.Mutation<{
        teamId: string;
        name: string;
        /** The trader's, of each pay-in's value. */
        feeInPercent: Percent;
        /** The trader's, of each pay-out's value. */
        feeOutPercent: Percent;
        /**
         * A trader's share of orders beside others: two of 1 get as much as one of 2.
         * Default: 1
         */
        weight?: number | undefined;
        /**
         * How many orders at most at once, over all requisites.
         * Default: 10
         */
        parallelCap?: number | undefined;
      }, Trader, "payments.team_unknown" | "payments.fee_parts_exceed">;
      /**
       * Change a trader; what is left out stays
       *
       * Orders that are under way go on, with what was agreed when they were assigned. `active` also ends a lead's pause.
       *
       * Needs the permission `payments.traders.edit`.
       */
      update: Rpc.Mutation<{
        traderId: string;
        teamId?: string | undefined;
        name?: string | undefined;
        state?: "active" | "blocked" | undefined;
        /** The trader's, of each pay-in's value. */
        feeInPercent?: Percent | undefined;
        /** The trader's, of each pay-out's value. */
        feeOutPercent?: Percent | undefined;
        /** A trader's share of orders beside others: two of 1 get as much as one of 2. */
        weight?: number | undefined;
        /** How many orders at most at once, over all requisites. */
        parallelCap?: number | undefined;
      }, Trader, "payments.trader_unknown" | "payments.team_unknown" | "payments.fee_parts_exceed">;
      /**
       * Give a trader no more orders; those under way go on
       *
       * Needs the permission `payments.traders.switch`.
       */
      pause: Rpc.Mutation<{
        traderId: string;
      }, Trader, "payments.trader_unknown" | "payments.trader_blocked">;
      /**
       * Give a paused trader orders again
       *
       * Needs the permission `payments.traders.switch`.
       */
      resume: Rpc.Mutation<{
        traderId: string;
      }, Trader, "payments.trader_unknown" | "payments.trader_blocked">;
      /**
       * Say that the trader is here, and again before `onlineUntil`
       *
       * Who does not say so again in time gets no more orders; those under way go on.
       *
       * Needs the permission `payments.traders.be_online`.
       */
      goOnline: Rpc.Mutation<{
        traderId: string;
      }, Trader, "payments.trader_unknown">;
      /**
       * Get no more orders; those under way go on
       *
       * Needs the permission `payments.traders.be_online`.
       */
      goOffline: Rpc.Mutation<{
        traderId: string;
      }, Trader, "payments.trader_unknown">;
    };
    webhooks: {
      /**
       * Webhook endpoints, newest first
       *
       * Needs the permission `payments.webhooks.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        storeId?: string | undefined;
      }, {
        items: WebhookEndpoint[];
        nextCursor: string | null;
      }, "payments.store_unknown">;
      /**
       * One webhook endpoint
       *
       * Needs the permission `payments.webhooks.read`.
       */
      get: Rpc.Query<{
        endpointId: string;
      }, WebhookEndpoint, "payments.webhook_unknown">;
      /**
       * Send a store's events to an address
       *
       * Needs the permission `payments.webhooks.manage`.
       */
      create: Rpc.Mutation<{
        storeId: string;
        url: string;
        /**
         * Only events of these types; with none, all.
         * Default: []
         */
        types?: MerchantEventTypeInput[] | undefined;
      }, NewWebhookSecret, "payments.store_unknown" | "payments.webhook_url_refused" | "payments.webhooks_too_many">;
      /**
       * Change an endpoint, or make it active again; what is not said stays
       *
       * Deliveries that were waiting go on. Events from while it was disabled come by `replay`.
       *
       * Needs the permission `payments.webhooks.manage`.
       */
      update: Rpc.Mutation<{
        endpointId: string;
        url?: string | undefined;
        /** Only events of these types; with none, all. */
        types?: MerchantEventTypeInput[] | undefined;
        state?: "active" | undefined;
      }, WebhookEndpoint, "payments.webhook_unknown" | "payments.webhook_url_refused" | "payments.webhooks_too_many">;
      /**
       * Send nothing any more to an endpoint
       *
       * Needs the permission `payments.webhooks.manage`.
       */
      remove: Rpc.Mutation<{
        endpointId: string;
      }, WebhookEndpoint, "payments.webhook_unknown">;
      /**
       * Give an endpoint another secret; the one before signs along for a while
       *
       * Needs the permission `payments.webhooks.manage`.
       */
      rotateSecret: Rpc.Mutation<{
        endpointId: string;
      }, NewWebhookSecret, "payments.webhook_unknown">;
      /**
       * Send an event that says nothing, to see whether it arrives
       *
       * Needs the permission `payments.webhooks.manage`.
       */
      sendTest: Rpc.Mutation<{
        endpointId: string;
      }, {
        eventId: string;
        deliveryId: string;
      }, "payments.webhook_unknown" | "payments.webhook_disabled">;
      /**
       * What came of each try to deliver, newest first
       *
       * Needs the permission `payments.webhooks.read`.
       */
      attempts: Rpc.Query<{
        endpointId: string;
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        deliveryId?: string | undefined;
      }, {
        items: WebhookAttempt[];
        nextCursor: string | null;
      }, "payments.webhook_unknown" | "payments.webhook_delivery_unknown">;
      /**
       * Deliver again: one, all that failed, or all that happened within a time
       *
       * Under the same webhook-id. A time also brings what happened while it was disabled.
       *
       * Needs the permission `payments.webhooks.manage`.
       */
      replay: Rpc.Mutation<{
        endpointId: string;
        what: {
          kind: "delivery";
          deliveryId: string;
        } | {
          kind: "failed";
        } | {
          kind: "time";
          from: string;
          until: string;
        };
      }, {
        /** How many are due now; those under way are not counted. */
        deliveries: number;
      }, "payments.webhook_unknown" | "payments.webhook_delivery_unknown" | "payments.webhook_disabled" | "payments.replay_too_large">;
    };
  };
  platform: {
    rates: {
      /** The rate of each pair as it stands now, by pair */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
      }, {
        items: CurrentRate[];
        nextCursor: string | null;
      }>;
      /**
       * The rates of one pair, newest first
       *
       * Needs the permission `platform.rates.read`.
       */
      history: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** Upper-case, as markets write it. */
        base: string;
        /** Upper-case, as markets write it. */
        quote: string;
      }, {
        items: Rate[];
        nextCursor: string | null;
      }>;
      /**
       * Type in a rate
       *
       * It counts at once, for platform.typed_rate_hours at most. Where the server has a provider that tells this pair, the provider's next newer rate replaces it.
       *
       * Needs the permission `platform.rates.set`.
       */
      set: Rpc.Mutation<{
        /** Upper-case, as markets write it. */
        base: string;
        /** Upper-case, as markets write it. */
        quote: string;
        rate: string;
        /**
         * That a jump is meant.
         * Default: false
         */
        confirm?: boolean | undefined;
      }, Rate, "platform.currency_unknown" | "platform.currency_inactive" | "platform.rate_same_currency" | "platform.rate_invalid" | "platform.rate_jump">;
      /**
       * Which rates were used for something, newest first
       *
       * Needs the permission `platform.rates.read`.
       */
      uses: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** `kind:id`. */
        usedFor: string;
      }, {
        items: RateUse[];
        nextCursor: string | null;
      }>;
    };
    system: {
      /** Version and time of the server */
      info: Rpc.Query<void, SystemInfo>;
      /**
       * A short-lived ticket for server-sent events
       *
       * An EventSource cannot send headers, and an access token must not stand in a URL. A ticket can: it opens subscriptions only, for a minute.
       */
      liveTicket: Rpc.Mutation<void, LiveTicket>;
    };
    settings: {
      /**
       * All settings, by key
       *
       * Needs the permission `platform.settings.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
      }, {
        items: Setting[];
        nextCursor: string | null;
      }>;
      /**
       * One setting
       *
       * Needs the permission `platform.settings.read`.
       */
      get: Rpc.Query<{
        key: string;
      }, Setting, "platform.setting_unknown">;
      /**
       * Change a setting; every process follows at once
       *
       * Needs the permission `platform.settings.update`.
       */
      update: Rpc.Mutation<{
        key: string;
        value: SettingValue;
      }, Setting, "platform.setting_unknown" | "platform.setting_invalid">;
      /**
       * Settings as they change
       *
       * Needs the permission `platform.settings.read`.
       */
      watch: Rpc.Subscription<{
        /** Of the last event that came: what came after it is told. Without it, from now on. */
        lastEventId?: string | null | undefined;
      }, Setting>;
    };
    audit: {
      /**
       * What was changed by whom, newest first
       *
       * Needs the permission `platform.audit.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** As the items name it. */
        actor?: string | undefined;
        /** One procedure. */
        action?: string | undefined;
        /** As the items name it. */
        target?: string | undefined;
        /** Not before this. */
        from?: string | undefined;
        /** Before this. */
        to?: string | undefined;
      }, {
        items: AuditItem[];
        nextCursor: string | null;
      }>;
      /**
       * The same as CSV, oldest first, to be gone on with from where it ended
       *
       * Ask again with `after` for as long as there is `more`, and put the texts together: the first has the header. Kept, the last position says where tomorrow's export begins; nothing is left out that was committed late. What a table program would run as a formula has an apostrophe before it, also after a semicolon, a tab or a line break inside of a text.
       *
       * Needs the permission `platform.audit.read`.
       */
      export: Rpc.Query<{
        /**
         * The position that the last one ended with.
         * Default: 0
         */
        after?: number | undefined;
        /** Default: 500 */
        limit?: number | undefined;
        /** As the items name it. */
        actor?: string | undefined;
        /** One procedure. */
        action?: string | undefined;
        /** As the items name it. */
        target?: string | undefined;
        /** Not before this. */
        from?: string | undefined;
        /** Before this. */
        to?: string | undefined;
      }, AuditExport>;
    };
    jobs: {
      /**
       * How many jobs wait, are under way and have failed
       *
       * Needs the permission `platform.jobs.read`.
       */
      count: Rpc.Query<void, JobCounts>;
      /**
       * Jobs in one state: what waits longest first, what has ended newest first
       *
       * With `job`, what is done is looked through a few thousand jobs at a time: a page may hold less than `limit`, or nothing, and the list still goes on where there is a `nextCursor`.
       *
       * Needs the permission `platform.jobs.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** pending: promised; moved: in its queue; then done, failed for good, or discarded by somebody. */
        state: "pending" | "moved" | "done" | "failed" | "discarded";
        /** Only this one. */
        job?: string | undefined;
      }, {
        items: JobSummary[];
        nextCursor: string | null;
      }>;
      /**
       * One job with its payload; what is secret in it is sealed
       *
       * Needs the permission `platform.jobs.read`.
       */
      show: Rpc.Query<{
        id: string;
      }, JobDetails, "platform.job_missing">;
      /**
       * Promise a failed job again, with all of its attempts
       *
       * Needs the permission `platform.jobs.manage`.
       */
      retry: Rpc.Mutation<{
        id: string;
      }, JobDetails, "platform.job_missing" | "platform.job_not_failed" | "platform.job_key_taken">;
      /**
       * Give a job up; a run that has not had its effect yet will have none
       *
       * Needs the permission `platform.jobs.manage`.
       */
      discard: Rpc.Mutation<{
        id: string;
      }, JobDetails, "platform.job_missing" | "platform.job_ended">;
    };
    clientErrors: {
      /**
       * Report a fault of an app in somebody's browser or phone
       *
       * Faults are counted together that have the same app, message and place in the code; numbers and ids in messages make no difference.
       */
      log: Rpc.Mutation<{
        /** Which of your apps it is, in a word. */
        app: string;
        release?: string | undefined;
        message: string;
        stack?: string | undefined;
        url?: string | undefined;
      }, void>;
      /**
       * Faults of apps, those that happened last first
       *
       * Needs the permission `platform.client_errors.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** Which of your apps it is, in a word. */
        app?: string | undefined;
      }, {
        items: ClientError[];
        nextCursor: string | null;
      }>;
    };
    reference: {
      /** Currencies, networks, countries, banks and payment methods that are active */
      get: Rpc.Query<void, ReferenceData>;
      /**
       * All items of one kind, also inactive ones, with who changed them and when
       *
       * Needs the permission `platform.reference.edit`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        kind: "currency" | "network" | "country" | "bank" | "payment_method";
      }, {
        items: KeptItem[];
        nextCursor: string | null;
      }>;
      /**
       * Add or change a currency; its kind and digits stay as they are
       *
       * Saves the whole item: a new one where its code is new. Nothing is deleted; what is no longer wanted is made inactive.
       *
       * Needs the permission `platform.reference.edit`.
       */
      saveCurrency: Rpc.Mutation<{
        /** Upper-case, as markets write it. */
        code: string;
        names: {
          en: string;
          ru: string;
        };
        /** It never changes. */
        kind: "fiat" | "crypto" | "points";
        /** After the point. They never change. */
        digits: number;
        /** What is not is kept for what refers to it, and shown to nobody. */
        active: boolean;
        /** Lists are in this order, then by code. */
        position: number;
      }, KeptCurrency, "platform.currency_digits_fixed" | "platform.currency_kind_fixed">;
      /**
       * Add or change a network
       *
       * Saves the whole item: a new one where its code is new. Nothing is deleted; what is no longer wanted is made inactive.
       *
       * Needs the permission `platform.reference.edit`.
       */
      saveNetwork: Rpc.Mutation<{
        code: string;
        names: {
          en: string;
          ru: string;
        };
        /** What is not is kept for what refers to it, and shown to nobody. */
        active: boolean;
        /** Lists are in this order, then by code. */
        position: number;
      }, KeptNetwork>;
      /**
       * Add or change a country
       *
       * Saves the whole item: a new one where its code is new. Nothing is deleted; what is no longer wanted is made inactive.
       *
       * Needs the permission `platform.reference.edit`.
       */
      saveCountry: Rpc.Mutation<{
        /** As ISO 3166-1 has it in two letters. */
        code: string;
        names: {
          en: string;
          ru: string;
        };
        /** What is not is kept for what refers to it, and shown to nobody. */
        active: boolean;
        /** Lists are in this order, then by code. */
        position: number;
      }, KeptCountry>;
      /**
       * Add or change a bank
       *
       * Saves the whole item: a new one where its code is new. Nothing is deleted; what is no longer wanted is made inactive.
       *
       * Needs the permission `platform.reference.edit`.
       */
      saveBank: Rpc.Mutation<{
        code: string;
        names: {
          en: string;
          ru: string;
        };
        /** As ISO 3166-1 has it in two letters. */
        country: string;
        /** What is not is kept for what refers to it, and shown to nobody. */
        active: boolean;
        /** Lists are in this order, then by code. */
        position: number;
      }, KeptBank, "platform.bank_country_unknown">;
      /**
       * Add or change a payment method
       *
       * Saves the whole item: a new one where its code is new. Nothing is deleted; what is no longer wanted is made inactive.
       *
       * Needs the permission `platform.reference.edit`.
       */
      savePaymentMethod: Rpc.Mutation<{
        code: string;
        names: {
          en: string;
          ru: string;
        };
        kind: "card" | "phone" | "account" | "crypto" | "cash";
        /** In which it can be paid. */
        currencies: string[];
        /** What is not is kept for what refers to it, and shown to nobody. */
        active: boolean;
        /** Lists are in this order, then by code. */
        position: number;
      }, KeptPaymentMethod, "platform.method_currency_unknown">;
    };
    notifications: {
      /** By which ways I am told what */
      preferences: Rpc.Query<void, NotificationPreferences>;
      /** Turn one kind of notification on or off for one channel */
      setPreference: Rpc.Mutation<{
        kind: NotificationKindInput;
        channel: ChannelInput;
        enabled: boolean;
      }, NotificationPreference, "platform.preference_fixed">;
      /**
       * A link that opens the bot and connects that chat with this account
       *
       * It works once and for ten minutes; a newer one ends it. Nothing is linked before the bot is started.
       */
      linkTelegram: Rpc.Mutation<void, TelegramInvitation, "platform.telegram_off">;
      /** Send nothing to my Telegram chat any more */
      unlinkTelegram: Rpc.Mutation<void, void>;
      /** What a browser subscribes with (its applicationServerKey); null without web push */
      pushKey: Rpc.Query<void, {
        key: string | null;
      }>;
      /**
       * Send notifications to this browser, too
       *
       * Takes what the browser's PushSubscription says of itself. An endpoint belongs to the account that subscribed last.
       */
      subscribePush: Rpc.Mutation<{
        endpoint: string;
        keys: {
          p256dh: string;
          auth: string;
        };
        /** Default: "Browser" */
        name?: string | undefined;
      }, PushSubscription, "platform.push_off" | "platform.push_host_refused" | "platform.push_keys_invalid" | "platform.push_too_many">;
      /** Send nothing to this browser any more */
      unsubscribePush: Rpc.Mutation<{
        id: string;
      }, void, "platform.push_subscription_missing">;
      /**
       * Say that a mail came back: its address gets nothing but security mail from now on
       *
       * For whoever takes a mail provider's reports, with an API key or by hand.
       *
       * Needs the permission `platform.notifications.manage`.
       */
      reportBounce: Rpc.Mutation<{
        deliveryId: string;
        /** A code, not a sentence: it is kept. */
        problem: string;
      }, void, "platform.delivery_missing" | "platform.delivery_not_sent">;
      /**
       * Write to an address again that mail came back from
       *
       * Needs the permission `platform.notifications.manage`.
       */
      liftSuppression: Rpc.Mutation<{
        email: string;
      }, {
        /** False where it was not suppressed. */
        lifted: boolean;
      }>;
      /**
       * All templates, by name
       *
       * Needs the permission `platform.notifications.preview`.
       */
      templates: Rpc.Query<void, NotificationTemplate[]>;
      /**
       * What a template looks like in one channel; with example data if none are given
       *
       * Needs the permission `platform.notifications.preview`.
       */
      preview: Rpc.Query<{
        template: string;
        channel: ChannelInput;
        locale: "en" | "ru";
        /** Default: "UTC" */
        timeZone?: string | undefined;
        data?: { [key: string]: TemplateField } | undefined;
      }, NotificationPreview, "platform.template_unknown" | "platform.template_not_for_channel" | "platform.template_data_invalid">;
    };
    deliveries: {
      /**
       * What was sent, newest first; never its text or address
       *
       * Needs the permission `platform.deliveries.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        accountId?: string | undefined;
        email?: string | undefined;
        channel?: ChannelInput | undefined;
        state?: DeliveryStateInput | undefined;
        template?: string | undefined;
      }, {
        items: Delivery[];
        nextCursor: string | null;
      }>;
      /**
       * One delivery with its attempts
       *
       * Needs the permission `platform.deliveries.read`.
       */
      show: Rpc.Query<{
        deliveryId: string;
      }, DeliveryDetails, "platform.delivery_missing">;
    };
    files: {
      /**
       * Announce a file, and get the address to PUT it to
       *
       * PUT the bytes with exactly the headers of the answer, within 15 minutes, and then call complete.
       */
      createUpload: Rpc.Mutation<{
        purpose: string;
        name: string;
        type: string;
        bytes: number;
      }, Upload, "platform.file_purpose_unknown" | "platform.file_type_refused" | "platform.file_too_large" | "platform.file_empty" | "platform.file_name_invalid" | "platform.file_too_many">;
      /**
       * Have an uploaded file looked at, and kept
       *
       * Its type is told from its bytes. An image is drawn anew, upright, at most 2,000 pixels a side, without what its camera or anybody else hid in it. Called again it answers the same.
       */
      complete: Rpc.Mutation<{
        fileId: string;
      }, StoredFile, "platform.file_missing" | "platform.file_not_uploaded" | "platform.file_size_wrong" | "platform.file_type_wrong" | "platform.file_unreadable" | "platform.file_too_many_pixels" | "platform.file_refused">;
      /** One file */
      get: Rpc.Query<{
        fileId: string;
      }, StoredFile, "platform.file_missing">;
      /** An address to load a file from; a private one's lasts five minutes */
      link: Rpc.Query<{
        fileId: string;
      }, FileLink, "platform.file_missing" | "platform.file_not_ready" | "platform.file_refused">;
      /**
       * Files, newest first
       *
       * Needs the permission `platform.files.read`.
       */
      list: Rpc.Query<{
        cursor?: string | null | undefined;
        /** Default: 25 */
        limit?: number | undefined;
        /** As in `account:<id>`. */
        owner?: string | undefined;
        purpose?: string | undefined;
        state?: "waiting" | "ready" | "refused" | undefined;
      }, {
        items: StoredFile[];
        nextCursor: string | null;
      }>;
      /** Delete a file of one's own that belongs to nothing */
      remove: Rpc.Mutation<{
        fileId: string;
      }, void, "platform.file_missing" | "platform.file_attached">;
    };
  };
}

/** Queries whose input must not stand in a URL. */
export const queriesByPost: ReadonlySet<string> = new Set(["identity.accounts.search","payments.fraud.list","payments.payOuts.get","payments.payOuts.list","payments.payOuts.proofs","payments.proofs.list","payments.search","payments.sessions.get","payments.requisites.list","payments.requisites.get","platform.notifications.preview","platform.deliveries.list","platform.files.link"]);

/** Mutations that take no idempotency key, and so are never repeated by themselves. */
export const mutationsWithoutKey: ReadonlySet<string> = new Set(["identity.auth.signUp","identity.auth.verifyEmail","identity.auth.resendVerification","identity.auth.signIn","identity.auth.secondFactor","identity.auth.refresh","identity.auth.signOut","identity.auth.unlock","identity.password.change","identity.password.forgot","identity.password.reset","identity.totp.enroll","identity.totp.confirm","identity.totp.disable","identity.totp.regenerateCodes","identity.totp.cancelReset","identity.accounts.signInAs","identity.profile.confirmEmail","identity.profile.export","platform.system.liveTicket","platform.clientErrors.log","platform.notifications.linkTelegram","platform.files.createUpload"]);
