import {
  contract,
  type ContractTree,
  permission,
  query,
  reason,
  roles,
  signedIn,
  subscription,
} from "@mainstay/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Links } from "./frame.ts";
import { renderSite, type SiteFile } from "./site.ts";
import { sourceOf } from "./source.ts";

const links: Links = { page: (name) => `${name}.html`, file: (name) => name };
const render = (tree: ContractTree): [string, SiteFile][] => [
  ...renderSite(sourceOf(tree, "https://api.example.com"), links),
];
const pagesOf = (tree: ContractTree): [string, string][] =>
  render(tree).flatMap(([name, { type, text }]) =>
    type === "html" ? [[name, text] as [string, string]] : [],
  );

const pages = pagesOf(contract);
const page = (name: string): string => pages.find(([other]) => other === name)?.[1] ?? "";
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => String(found));

const hostile = `</code></pre></td><script>alert("1")</script><img src=x onerror='alert(2)'> \`<b>\` {<i>}`;
const bad = {
  shop: {
    orders: {
      get: query({
        summary: hostile,
        description: hostile,
        access: permission(`shop."><script>`, { roles: [] }),
        input: z.object({
          [`"><script>`]: z
            .string()
            .regex(/<script>/)
            .default(hostile)
            .describe(hostile),
        }),
        output: z
          .object({ [hostile]: z.literal(hostile) })
          .meta({ id: "Order", description: hostile }),
        errors: [
          reason(`shop.<script>`, {
            kind: "conflict",
            message: hostile,
            details: z.object({ [hostile]: z.string() }),
          }),
        ],
        deprecated: { since: hostile, sunset: hostile, use: hostile },
      }),
      watch: subscription({ summary: hostile, access: signedIn, output: z.enum([hostile, "b"]) }),
    },
  },
} satisfies ContractTree;

describe("the pages", () => {
  it.each(pagesOf(bad))("let nothing of the contract through as HTML: %s", (_, text) => {
    const tags = new Set(all(text, /<([a-z]+\d?)[\s>]/gi).map((tag) => tag.toLowerCase()));
    expect([...tags].filter((tag) => ["img", "i"].includes(tag))).toEqual([]);
    expect(all(text, /<(script[^>]*)>/g)).toEqual(['script src="docs.js" defer']);
    // Quotes are escaped wherever they are text, so what stands between two of them is an attribute's value.
    expect(text.replace(/"[^"]*"/g, "")).not.toMatch(/<[^>]*\sonerror=/);
    expect(text).not.toContain("</code></pre></td><script");
  });

  it("show what is hostile as it is written", () => {
    const text = pagesOf(bad).find(([name]) => name === "rest")?.[1];
    expect(text).toContain(
      "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(2)&#39;&gt;",
    );
  });

  it.each(pages)(
    "hold no style or script of their own, and nothing from elsewhere: %s",
    (_, text) => {
      expect(text).not.toMatch(/<style|<[^>]*\s(?:style|on\w+)=/);
      expect(all(text, /<script([^>]*)>/g)).toEqual([' src="docs.js" defer']);
      expect(all(text, /\s(?:src|srcset)="([^"]*)"/g)).toEqual(["docs.js"]);
      expect(all(text, /<link[^>]*href="([^"]*)"/g)).toEqual(["data:,", "docs.css"]);
    },
  );

  it.each(pages)("link to what there is: %s", (name, text) => {
    const hrefs = all(text, /<a[^>]*href="([^"]*)"/g);
    expect(hrefs.length).toBeGreaterThan(8);
    const lost = hrefs.filter((href) => {
      const [file = "", id] = href.split("#");
      const target = page(file === "" ? name : file.replace(/\.html$/, ""));
      return target === "" || (id !== undefined && !target.includes(` id="${id}"`));
    });
    expect(lost.filter((href) => href !== "openapi.json")).toEqual([]);
  });

  it.each(pages)("can be walked by headings, tables and ids: %s", (_, text) => {
    const main = text.slice(text.indexOf("<main"));
    const levels = all(main, /<h(\d)/g).map(Number);
    expect(levels[0]).toBe(1);
    levels.reduce((above, level) => {
      expect(level).toBeLessThanOrEqual(above + 1);
      return level;
    });
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(all(text, /(<table>)/g)).toHaveLength(all(text, /(<caption>)/g).length);
    const ids = all(text, / id="([^"]*)"/g);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("tell of every procedure, reason, setting and job", () => {
    const source = sourceOf(contract, "");
    for (const { path, procedure } of source.schemas.procedures) {
      expect(page(procedure.kind === "subscription" ? "subscriptions" : "rest")).toContain(
        `id="${path}"`,
      );
    }
    for (const reason of Object.keys(source.schemas.reasons))
      expect(page("errors")).toContain(`id="${reason}"`);
    for (const { setting } of source.settings)
      expect(page("settings")).toContain(`id="${setting}"`);
    for (const { job } of source.jobs) expect(page("jobs")).toContain(`id="${job}"`);
    for (const { event } of source.events) expect(page("events")).toContain(`id="${event}"`);
    expect(page("environment")).toContain(`id="DATABASE_URL"`);
  });

  it("tell of every role its door and where it is held, and of every permission its scopes", () => {
    const text = page("permissions").replace(/\s+/g, " ");
    for (const role of roles) expect(text).toContain(`id="role-${role}"`);
    const owner = text.slice(text.indexOf('id="role-owner"'), text.indexOf('id="role-support"'));
    expect(owner).toContain("<code>staff</code>");
    expect(owner).toContain("everywhere, branch");
    expect(text).toContain('<td class="yes" title="merchant">');
  });

  it("never show a secret of the environment, not even one that is made up", () => {
    expect(page("environment")).not.toContain("development-only");
  });
});
