import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/** By their names, as the page asks for them. */
export type PageFiles = ReadonlyMap<string, Buffer>;

const source = path.join(import.meta.dirname, "page");
/** What phones have had since 2022: the payer brings whatever there is. */
const target = ["es2022", "chrome100", "firefox100", "safari15.4"];

/** Names hold a hash of the content, so that browsers may keep them for good; index.html names the others. */
export async function buildPage(): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: {
      page: path.join(source, "main.ts"),
      style: path.join(source, "page.css"),
      icon: path.join(source, "icon.svg"),
    },
    outdir: path.join(source, "assets"),
    entryNames: "[name]-[hash]",
    loader: { ".svg": "copy" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target,
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  const files = new Map<string, Buffer>();
  let html = await readFile(path.join(source, "index.html"), "utf8");
  for (const file of outputFiles) {
    const name = path.basename(file.path);
    files.set(`assets/${name}`, Buffer.from(file.contents));
    html = html.replace(`%${name.split("-", 1)[0]}%`, `assets/${name}`);
  }
  files.set("index.html", Buffer.from(html));
  return files;
}
