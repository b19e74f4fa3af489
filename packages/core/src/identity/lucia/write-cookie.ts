import { Cookie } from "lucia";

/** For scripts out of reach, and sent along only from pages of this site; with null it is forgotten. */
export const writeCookie = (
  name: string,
  value: string | null,
  { secure, expires }: { secure: boolean; expires: Date },
): string =>
  new Cookie(name, value ?? "", {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure,
    ...(value === null ? { maxAge: 0 } : { expires }),
  }).serialize();
