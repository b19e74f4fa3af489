import { maskText } from "../../mask.ts";

const masked = "[masked]";

/**
 * Log lines are written by us; what breaks in a page may quote anything. Where a name or a form says that a
 * secret follows, it goes, and so does whatever stands after `?` or `#` of an address: our own mails have
 * one-use tokens there.
 */
export const maskReport = (text: string): string =>
  maskText(
    text
      .replace(
        /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>()?#]{1,500})[?#][^\s"'<>()]*/gi,
        `$1?${masked}`,
      )
      .replace(/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, masked)
      .replace(/\bmsk_(?:live|test)_\w+/g, masked)
      .replace(/\b((?:set-)?cookie"?\s*[:=]\s*).*/gi, `$1${masked}`)
      .replace(
        /\b([\w-]{0,40}(?:token|secret|passw\w{0,10}|api_?key|signature|credential)s?["']?\s{0,5}(?::|=|\bis\b)\s{0,5})["']?[^\s"',;]+/gi,
        `$1${masked}`,
      ),
  );
