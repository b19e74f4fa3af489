import Bowser from "bowser";

export interface SeenWith {
  /** "Firefox 131". */
  readonly browser: string | null;
  /** "macOS 14". */
  readonly system: string | null;
}

/** Nobody's user agent is longer; what is, is made up to keep us busy. */
const longest = 512;

/** What its owner would call it. */
export function nameBrowser(userAgent: string | null): SeenWith {
  if (!userAgent) return { browser: null, system: null };
  const { browser, os } = Bowser.parse(userAgent.slice(0, longest));
  return {
    browser: named(browser.name, browser.version),
    system: named(os.name, os.version),
  };
}

const named = (name: string | undefined, version: string | undefined): string | null => {
  if (!name) return null;
  const major = version?.split(".")[0];
  return (major ? `${name} ${major}` : name).slice(0, 100);
};
