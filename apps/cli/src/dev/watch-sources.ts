import { watch } from "node:fs";
import path from "node:path";

/** What each app is made of: its own source, and the packages under it. */
const shared = ["contracts", "db", "core", "runtime"];
const under: Readonly<Record<string, readonly string[]>> = { pay: ["sdk", "runtime"] };
export const sourcesOf = (app: string): readonly string[] => [
  ...(under[app] ?? shared).map((name) => `packages/${name}/src`),
  `apps/${app}/src`,
];

/** An editor saves in several steps, and a checkout changes many files. */
const settleMs = 100;

/** Calls `changed` once things are quiet. Tests are no part of a running app. */
export function watchSources(
  root: string,
  folders: readonly string[],
  changed: (folders: ReadonlySet<string>, file: string) => void,
): () => void {
  const touched = new Set<string>();
  let settling: NodeJS.Timeout | undefined;
  const watchers = folders.map((folder) =>
    watch(path.join(root, folder), { recursive: true }, (_event, file) => {
      if (!file || !/\.(ts|js|css|json|html|svg)$/.test(file) || /\.test(-d)?\.ts$/.test(file))
        return;
      touched.add(folder);
      clearTimeout(settling);
      settling = setTimeout(() => {
        const all = new Set(touched);
        touched.clear();
        changed(all, path.join(folder, file));
      }, settleMs);
    }),
  );
  return () => {
    clearTimeout(settling);
    for (const watcher of watchers) watcher.close();
  };
}
