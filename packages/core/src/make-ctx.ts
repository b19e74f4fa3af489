import type { DomainError } from "@mainstay/contracts";
import type { DbOrTx } from "@mainstay/db";
import type { Actor } from "./actor.ts";
import type { Ctx } from "./context.ts";
import type { Services } from "./services.ts";

/** What a context has besides the process's services. */
export type Occasion<D extends DbOrTx, A extends Actor | null> = Pick<
  Ctx<never, D, A>,
  "db" | "actor" | "requestId" | "ip" | "userAgent" | "browser" | "signal" | "audit"
>;

export function makeCtx<R extends string, D extends DbOrTx, A extends Actor | null>(
  {
    mailer,
    telegram,
    webPush,
    clock,
    log,
    settings,
    reference,
    live,
    sealer,
    tokens,
    geo,
    captcha,
    keyKind,
    payUrl,
    fileStore,
    images,
    fileLine,
  }: Services,
  occasion: Occasion<D, A>,
): Ctx<R, D, A> {
  return {
    ...occasion,
    clock,
    log,
    settings,
    reference,
    live,
    sealer,
    tokens,
    geo,
    channels: {
      appUrl: mailer.appUrl,
      telegramBot: telegram?.botName ?? null,
      pushKey: webPush?.publicKey ?? null,
    },
    captcha,
    keyKind,
    payUrl,
    fileStore,
    images,
    fileLine,
    fail(error: DomainError<R>): never {
      throw error;
    },
    refuse(error: DomainError<R>): never {
      error.keep = true;
      throw error;
    },
  };
}
