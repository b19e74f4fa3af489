import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PageFiles } from "./build-page.ts";

export const distFolder = path.join(import.meta.dirname, "../dist");

export async function writePage(files: PageFiles, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

export async function readPage(folder: string): Promise<PageFiles> {
  const names = await readdir(path.join(folder, "assets")).catch((cause: unknown) => {
    throw new Error("The payment page is not built yet: run `pnpm build` first.", { cause });
  });
  const files = new Map<string, Buffer>();
  for (const name of ["index.html", ...names.map((asset) => `assets/${asset}`)]) {
    files.set(name, await readFile(path.join(folder, name)));
  }
  return files;
}
