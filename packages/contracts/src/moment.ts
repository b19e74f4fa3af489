import { z } from "zod";

/** A time that somebody asks for, of any zone. The database knows no year 0. */
export const AskedMoment = z.iso
  .datetime({ offset: true })
  .refine(
    (at) => new Date(at).getUTCFullYear() > 0,
    "must not be in the year 0, which there is none of",
  );
