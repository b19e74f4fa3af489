import type { platform } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";

export const getReference: UseCase<typeof platform.reference.get> = (ctx) => ctx.reference.all();
