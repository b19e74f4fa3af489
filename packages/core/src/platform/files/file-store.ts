import type { Readable } from "node:stream";
import type { ImageType } from "@mainstay/contracts";

/** Where bytes lie. Keys are made here, of ids and hashes, never of what somebody sent. */
export interface FileStore {
  /** Where a client puts the bytes of a key until then, and the headers it must send. */
  putLink(put: {
    readonly id: string;
    readonly key: string;
    readonly type: string;
    readonly bytes: number;
    readonly expiresAt: Date;
  }): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
  /** Where it is loaded from, and until when; asked for without an end, it is for everybody as long as can be. */
  getLink(get: {
    readonly id: string;
    readonly key: string;
    readonly disposition: string;
    readonly expiresAt: Date | null;
  }): Promise<FileLink>;
  /** Null where there is nothing; never more than is asked for, and then one byte more says so. */
  read(key: string, mostBytes: number, signal: AbortSignal): Promise<Buffer | null>;
  write(key: string, bytes: Buffer, type: string, signal: AbortSignal): Promise<void>;
  /** Nothing there is as good. */
  remove(key: string, signal: AbortSignal): Promise<void>;
  /** What a process that was killed had begun to write before then. */
  removePartial(before: Date, signal: AbortSignal): Promise<void>;
  /** Where the API itself takes and serves the bytes. */
  readonly local: LocalFiles | null;
}

export interface FileLink {
  readonly url: string;
  readonly expiresAt: Date | null;
}

export interface LocalFiles {
  /** How many came, or that more did; unless they are exactly so many, nothing is kept. */
  take(key: string, from: Readable, bytes: number): Promise<number | "more">;
  pathOf(key: string): string;
}

export interface Drawn {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}
/** Reads images of the types that are named, and no others. */
export interface Images {
  /** Upright, no larger than told, as WebP and without anything but the picture. */
  draw(
    bytes: Buffer,
    limits: { readonly type: ImageType; readonly maxPixels: number; readonly maxSide: number },
    signal: AbortSignal,
  ): Promise<Drawn | { readonly pixels: number } | "unreadable">;
}
