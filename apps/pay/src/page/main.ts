import { createMainstay } from "@mainstay/sdk";
import { reportFaults } from "./report-faults.ts";
import { startPage } from "./start-page.ts";

const told = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
const place = (id: string): Element => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
};

/**
 * The token stays in the address, and is kept nowhere else. A phone drops the page while its payer is in the
 * bank's app, and pages inside of other apps are opened again in a browser: then the address is all that
 * there is. What is behind # is sent to nobody, and opens this one payment.
 */
const token = location.hash.slice(1);
const mainstay =
  token === ""
    ? null
    : createMainstay({ url: told("api"), getToken: () => token, cookies: "omit" });

if (mainstay) reportFaults(mainstay, { release: told("release"), token });
startPage(mainstay, place("page"), place("news"));

// Another payment's link, opened in the same tab, changes nothing but the part behind #.
addEventListener("hashchange", () => location.reload());
