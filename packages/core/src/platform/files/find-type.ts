import type { FileType } from "@mainstay/contracts";

const starts = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.toString("latin1", at, at + text.length) === text;

/** What the bytes say; null for everything that is not taken, such as SVG. */
export function findType(bytes: Buffer): FileType | null {
  if (bytes.length > 2 && bytes.readUIntBE(0, 3) === 0xff_d8_ff) return "image/jpeg";
  if (starts(bytes, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (starts(bytes, "GIF87a") || starts(bytes, "GIF89a")) return "image/gif";
  if (starts(bytes, "RIFF") && starts(bytes, "WEBP", 8)) return "image/webp";
  if (starts(bytes, "ftypavif", 4) || starts(bytes, "ftypavis", 4)) return "image/avif";
  return isPdf(bytes) ? "application/pdf" : null;
}

/** From its first byte to its last line: much else may be hidden in one that only has a PDF somewhere. */
const isPdf = (bytes: Buffer): boolean =>
  starts(bytes, "%PDF-") && bytes.subarray(-1_024).includes("%%EOF");
