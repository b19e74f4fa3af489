/** Where a client puts it. Nothing is ever served from here. */
export const uploadKey = (id: string): string => `incoming/${id}`;

/** With a hash of its bytes: two that complete one file at once cannot write over each other. */
export const keptKey = (id: string, sha256: Buffer): string =>
  `files/${id}-${sha256.toString("hex", 0, 16)}`;
