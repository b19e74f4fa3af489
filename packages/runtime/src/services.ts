import {
  AccessTokens,
  CachedReference,
  CachedSettings,
  type Captcha,
  Line,
  LiveFeed,
  type Logger,
  type Services,
} from "@mainstay/core";
import { createDb, onCommit } from "@mainstay/db";
import { type Allowances, allowancesOfSettings } from "./allowances.ts";
import { createPostgresBus } from "./bus-postgres.ts";
import { createRedisBus } from "./bus-redis.ts";
import type { ProcessBus } from "./bus.ts";
import { createCaptcha } from "./captcha.ts";
import type { Env } from "./env.ts";
import { createImages } from "./files/images.ts";
import { fileStoreOf } from "./files/store-of-env.ts";
import { createGeo } from "./geo.ts";
import { createLogger } from "./logger.ts";
import { createMailer } from "./mail/mailer.ts";
import { createPushOf } from "./push/push-of-env.ts";
import { createHttpRates, type HttpRates } from "./rates/http-rates.ts";
import { createRedis, type RedisConnections } from "./redis.ts";
import { createSealer } from "./sealer.ts";
import { createTelegramBot, type TelegramBot } from "./telegram/telegram-bot.ts";
import { createWebhookSender } from "./webhooks/webhook-sender.ts";

export interface ProcessServices extends Services, AsyncDisposable {
  readonly env: Env;
  readonly bus: ProcessBus;
  readonly rateProvider: HttpRates | null;
  readonly telegram: TelegramBot | null;
  /** Null where queues, wakes and rate limits live in Postgres. */
  readonly redis: RedisConnections | null;
  /** After whatever uses them has stopped. */
  close(): Promise<void>;
}

/**
 * What a process has one of, made from its environment; the one place that chooses between Postgres and
 * Redis. It does not wait for either: whether they answer is what readiness says.
 */
export async function createServices(
  env: Env,
  /** `allowances`: others than the settings', for benchmarks and tests that would use them up. */
  options: { name: string; log?: Logger; allowances?: Allowances },
): Promise<ProcessServices> {
  const { name } = options;
  const log = options.log ?? createLogger(env, { name });
  let closing: Promise<void> | null = null;
  const onError = (error: Error): void => {
    // The pool says it is closed before the server has heard of it.
    if (!closing) log.warn({ err: error }, "a database connection ended");
  };
  const url = env.DATABASE_URL;
  const db = createDb({ url, max: env.DATABASE_POOL_MAX, name, onError });
  // What is kept is loaded anew in the middle of transactions: were they to have every connection of the
  // pool, each would wait for a load that waits for one of them.
  const keptDb = createDb({ url, max: 1, name: `${name}-kept`, onError });
  const redis = env.REDIS_URL
    ? await createRedis({ url: env.REDIS_URL, prefix: env.REDIS_PREFIX, name, log })
    : null;
  const bus = redis
    ? createRedisBus({ redis, log })
    : createPostgresBus({ db, url: env.DATABASE_URL, name, log });
  onCommit(db, (topics) => bus.wake(topics));
  const { createPostgresLimiter, createRedisLimiter } = await import("./limiter.ts");
  const sealer = createSealer({ keys: env.ENCRYPTION_KEYS, appSecret: env.APP_SECRET });
  const settings = new CachedSettings({ db: keptDb, bus, sealer, log });
  const reference = new CachedReference({ db: keptDb, bus });
  const allowed = options.allowances ?? allowancesOfSettings(settings, log);
  const limiter = redis ? createRedisLimiter(redis, allowed) : createPostgresLimiter(db, allowed);
  const live = new LiveFeed({ db, bus, log });
  const mailer = await createMailer(env, { db });
  const telegram = telegramOf(env);
  const webPush = await createPushOf(env);
  const webhookSender = createWebhookSender({ production: env.MODE === "production" });
  const fileStore = await fileStoreOf(env, sealer);
  const images = createImages();
  const fileLine = new Line(linedFiles);
  const clock = { now: () => new Date() };
  const tokens = new AccessTokens({ db, bus, sealer, clock, issuer: env.PUBLIC_URL });
  const geo = createGeo(env.GEOIP_DATABASE);
  const captcha = captchaOf(env);
  const rateProvider = env.RATES_URL
    ? createHttpRates({ url: env.RATES_URL, key: env.RATES_KEY })
    : null;

  const closeAll = async (): Promise<void> => {
    live.close();
    tokens.close();
    limiter.close();
    mailer.close();
    // The bus sends its last wakes through the pool.
    await bus.close();
    await redis?.close();
    await db.$client.end();
    await keptDb.$client.end();
  };
  const close = (): Promise<void> => (closing ??= closeAll());

  return {
    env,
    db,
    clock,
    log,
    settings,
    reference,
    live,
    sealer,
    tokens,
    geo,
    captcha,
    payUrl: env.PAY_URL,
    keyKind: env.MODE === "production" ? "live" : "test",
    fileStore,
    images,
    fileLine,
    bus,
    limiter,
    rateProvider,
    mailer,
    telegram,
    webPush,
    webhookSender,
    redis,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Each may have 20 MB in memory; those that wait have nothing there. */
const linedFiles = { places: 4, waiting: 16 };

const telegramOf = (env: Env): TelegramBot | null => {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_NAME: botName, TELEGRAM_URL: url } = env;
  return token && botName ? createTelegramBot({ token, botName, url }) : null;
};

const captchaOf = (env: Env): Captcha | null => {
  const { CAPTCHA_PROVIDER: provider, CAPTCHA_SITE_KEY: siteKey, CAPTCHA_SECRET: secret } = env;
  if (!provider || !siteKey || !secret) return null;
  return createCaptcha({ provider, siteKey, secret, url: env.CAPTCHA_URL });
};
