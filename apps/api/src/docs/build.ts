import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readEnv } from "@mainstay/runtime";
import { product } from "../router.ts";
import { renderSite } from "./site.ts";
import { sourceOf } from "./source.ts";

/** `pnpm docs:build`: the pages as files, to be read from a disk or put on any web server. */
const folder = path.join(import.meta.dirname, "../../../../dist/docs");
const source = sourceOf(product.contract, readEnv().PUBLIC_URL);
const site = renderSite(source, { page: (name) => `${name}.html`, file: (name) => name });
mkdirSync(folder, { recursive: true });
for (const [name, { type, text }] of site) {
  writeFileSync(path.join(folder, type === "html" ? `${name}.html` : name), text);
}
process.stdout.write(`${site.size} files are in ${path.relative(process.cwd(), folder)}.\n`);
