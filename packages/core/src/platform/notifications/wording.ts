import type { MailLocale } from "@mainstay/contracts";
import { type Block, facts } from "./mail-content.ts";

/** For whom a mail is written, and where its links lead. */
export interface Reader {
  readonly locale: MailLocale;
  readonly timeZone: string;
  /** The frontend. */
  readonly appUrl: string;
}

/** From where something was done; what is not known has no row. */
export interface Origin {
  readonly at: string | Date;
  readonly ip?: string | null;
  readonly device?: string | null;
  readonly city?: string | null;
}

/** What a template's texts are made with. */
export interface Wording {
  /** A time of day on a date, as the reader's clock shows it, with its zone. */
  time(at: string | Date): string;
  date(at: string | Date): string;
  /** A page of the frontend. What is after `#` reaches no server, so tokens stay out of logs. */
  link(path: `/${string}`, fragment?: Readonly<Record<string, string>>): string;
  origin(origin: Origin): Block;
}

const labels: Record<MailLocale, Record<keyof Origin, string>> = {
  en: { at: "Time", ip: "IP address", device: "Device", city: "City" },
  ru: { at: "Время", ip: "IP-адрес", device: "Устройство", city: "Город" },
};
const languageTags: Record<MailLocale, string> = { en: "en-GB", ru: "ru-RU" };

export function wordingFor({ locale, timeZone, appUrl }: Reader): Wording {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(languageTags[locale], { ...options, timeZone: knownZone(timeZone) });
  const day = { day: "numeric", month: "long", year: "numeric" } as const;
  const time = (at: string | Date): string =>
    format({ ...day, hour: "2-digit", minute: "2-digit", timeZoneName: "short" }).format(
      new Date(at),
    );
  return {
    time,
    date: (at) => format(day).format(new Date(at)),
    link(path, fragment) {
      const page = `${appUrl.replace(/\/$/, "")}${path}`;
      return fragment ? `${page}#${new URLSearchParams(fragment).toString()}` : page;
    },
    origin({ at, ip, device, city }) {
      const rows = { at: time(at), ip, device, city };
      return facts(
        (["at", "ip", "device", "city"] as const).flatMap((name) => {
          const value = rows[name];
          return value ? [{ label: labels[locale][name], value }] : [];
        }),
      );
    },
  };
}

/** Zones come from browsers, and some know names that this server does not. */
function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return "UTC";
    throw error;
  }
}
