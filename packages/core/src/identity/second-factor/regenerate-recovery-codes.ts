import type { totp } from "@mainstay/contracts";
import type { PreparedUseCase } from "../../context.ts";
import { countCodeGuess } from "./count-code-guess.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";
import { takeOwnCode } from "./take-own-code.ts";

export const regenerateRecoveryCodes: PreparedUseCase<typeof totp.regenerateCodes, void> = {
  prepare: (ctx) => countCodeGuess(ctx),

  async run(ctx, { code }) {
    const { accountId } = ctx.actor.session;
    const by = await takeOwnCode(ctx, code);
    ctx.audit({ target: `account:${accountId}`, changes: { by } });
    return { recoveryCodes: await replaceRecoveryCodes(ctx.db, accountId, ctx.sealer) };
  },
};
