import type { me } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { loadProfile } from "./load-profile.ts";

export const getMe: UseCase<typeof me> = (ctx) => loadProfile(ctx.db, ctx.actor);
