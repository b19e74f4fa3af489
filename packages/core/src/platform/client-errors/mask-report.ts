import { maskText } from "../../mask.ts";

const masked = "[masked]";

/**
 * Log lines are written by us; what breaks in a page may quote anything. Where a name or a form says that a
 * secret follows, it goes, in quotes to the closing one, and so does whatever stands after `?` or `#` of an
 * address: our own mails have one-use tokens there.
 */
export const maskReport = (text: string): string =>
  maskText(
    text
      .replace(/:\/\/[^\s"'<>()]+/g, withoutQuery)
      .replace(/\beyJ[\w.-]{10,}/g, masked)
      .replace(/\bmsk_(?:live|test)_\w+/g, masked)
      .replace(/\bmps_[\w-]+/g, masked)
      .replace(/\b((?:set-)?cookie"?\s*[:=]\s*).*/gi, `$1${masked}`)
      .replace(
        /\b([\w-]{0,40}(?:token|secret|passw\w{0,30}|api_?key|signature|credential)s?\\{0,3}["']?\s{0,5}(?::|=|\bis\b)\s{0,5})(?:(\\{0,3}["'])[\s\S]*?(?:(?<!\\)\2|$)|[^\s"',;]+)/gi,
        `$1$2${masked}$2`,
      ),
  );

/** What is longer than is kept comes from anybody, and masking it would take their time from others. */
const margin = 500;
/** The cut may go through a secret, whose half no pattern knows. */
const seam = 200;

/** Masked, and no longer than `most`. */
export function keptOfReport(text: string, most: number): string {
  const read = most + margin;
  const safe =
    text.length > read ? maskReport(text.slice(0, read)).slice(0, -seam) : maskReport(text);
  return safe.slice(0, most);
}

const withoutQuery = (address: string): string => address.replace(/[?#].*$/s, `?${masked}`);
