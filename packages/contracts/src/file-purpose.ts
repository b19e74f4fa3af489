import type { VisitorKind } from "./access.ts";

/** What is told from a file's bytes, and nothing else. */
export const imageTypes = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
] as const;
export const fileTypes = [...imageTypes, "application/pdf"] as const;
export type ImageType = (typeof imageTypes)[number];
export type FileType = (typeof fileTypes)[number];

/** What a file is for says what it may be, and who sees it. */
export interface FilePurpose<P extends string = string> {
  readonly purpose: P;
  readonly summary: string;
  /** Public files are shown to whoever knows their address; private ones by links that last for minutes. */
  readonly visibility: "public" | "private";
  readonly types: readonly FileType[];
  readonly maxBytes: number;
  /** Those of them who upload such files, too. */
  readonly visitors?: readonly VisitorKind[];
  /** Images are drawn anew: what is kept is a picture, and nothing that was hidden in it. */
  readonly images: { readonly maxPixels: number; readonly maxSide: number };
}

/** Declares what files a module takes. */
export const filePurpose = <const P extends string>(
  name: P,
  declared: Omit<FilePurpose, "purpose">,
): FilePurpose<P> => ({ purpose: name, ...declared });
