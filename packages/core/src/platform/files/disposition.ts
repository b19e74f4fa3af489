import type { FilePurpose } from "@mainstay/contracts";

/** Pictures may be shown in a page; anything else is saved, not opened. */
export function dispositionOf({ name, type }: { name: string; type: string | null }): string {
  const kind = type?.startsWith("image/") ? "inline" : "attachment";
  const plain = name.replace(/[^\w. -]/g, "_");
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

const extensions: Readonly<Record<string, string>> = {
  "image/webp": ".webp",
  "application/pdf": ".pdf",
};

/** Its own name, with the ending of what it has become. */
export const keptName = (name: string, type: FilePurpose["types"][number]): string =>
  `${name.replace(/\.[^.]*$/, "") || "file"}${extensions[type] ?? ""}`;
