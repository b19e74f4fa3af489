import { isTelegramSecret, type Services } from "@mainstay/core";
import { takeTelegramUpdate } from "@mainstay/core/platform/notifications/take-telegram-update";
import { transaction } from "@mainstay/db";
import express, { type RequestHandler, Router } from "express";

/** Below PUBLIC_URL: where `pnpm mainstay telegram connect` has updates sent. */
const path = "/telegram/updates";
const limitBytes = 64 * 1_024;

/**
 * What people write to the bot. Telegram repeats an update until it gets a 200: what we do not understand is
 * taken and forgotten, and only when our own house is not in order it comes again.
 */
export function telegramUpdates(
  services: Pick<Services, "db" | "sealer" | "clock" | "telegram">,
): Router {
  const router = Router();
  const { db, sealer, clock, telegram } = services;
  if (!telegram) return router;
  const onlyTelegram: RequestHandler = (request, response, next) => {
    if (isTelegramSecret(sealer, request.get("x-telegram-bot-api-secret-token"))) next();
    else response.status(403).type("text").send("Only Telegram may do this.\n");
  };
  router.post(
    path,
    onlyTelegram,
    express.json({ limit: limitBytes }),
    async (request, response) => {
      await transaction(db, (tx) => takeTelegramUpdate({ db: tx, sealer, clock }, request.body));
      response.status(200).end();
    },
  );
  return router;
}
