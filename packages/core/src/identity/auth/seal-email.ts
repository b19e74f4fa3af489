import type { Sealer } from "../../ports.ts";

const purpose = "email";

/** Operators see what jobs carry; an address that somebody typed in is none of their business. */
export const sealEmail = (sealer: Sealer, email: string): string => sealer.seal(purpose, email);
export const openEmail = (sealer: Sealer, sealed: string): string => sealer.open(purpose, sealed);
