import type { AccessTokens } from "@mainstay/core";
import { Router } from "express";

/** Shorter than a new key is published before it signs. */
const keptSeconds = 3_600;

/** What others verify access tokens with. */
export function signingKeys(tokens: AccessTokens): Router {
  const router = Router();
  router.get("/.well-known/jwks.json", async (_request, response) => {
    const keys = await tokens.publicKeys();
    response.setHeader("cache-control", `public, max-age=${keptSeconds}`);
    response.json(keys);
  });
  return router;
}
