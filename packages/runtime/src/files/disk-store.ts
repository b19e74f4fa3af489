import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type FileStore, type LocalFiles, type Sealer, signFileAddress } from "@mainstay/core";

/** For one machine, or a folder that all of them share. The API takes and serves the bytes itself. */
export function createDiskStore({
  folder,
  publicUrl,
  sealer,
}: {
  folder: string;
  publicUrl: string;
  sealer: Sealer;
}): FileStore {
  const root = path.resolve(folder);
  /** In one place, and on the disk of the others: whoever is killed leaves it here, and it is swept. */
  const partials = path.join(root, "partial");
  const pathOf = (key: string): string => path.join(root, key);
  const address = (method: "PUT" | "GET", id: string, expiresAt: Date): string => {
    const signature = signFileAddress(sealer, { method, id, expiresAt });
    const query = new URLSearchParams({ expires: String(expiresAt.getTime()), signature });
    const place = method === "PUT" ? `files/uploads/${id}` : `files/${id}`;
    return `${publicUrl.replace(/\/$/, "")}/${place}?${query.toString()}`;
  };

  /** Under its own name only when it is whole, so that nobody ever reads a half. */
  const place = async (
    key: string,
    fill: (partial: string) => Promise<boolean>,
  ): Promise<boolean> => {
    const target = pathOf(key);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await mkdir(partials, { recursive: true, mode: 0o700 });
    const partial = path.join(partials, randomUUID());
    try {
      if (!(await fill(partial))) return false;
      await rename(partial, target);
      return true;
    } finally {
      await rm(partial, { force: true });
    }
  };

  const local: LocalFiles = {
    pathOf,
    async take(key, from, bytes) {
      let came = 0;
      const isWhole = await place(key, async (partial) => {
        const counted = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            came += chunk.length;
            if (came > bytes) done(new TooMuch());
            else done(null, chunk);
          },
        });
        try {
          await pipeline(from, counted, createWriteStream(partial, { mode: 0o600, flush: true }));
        } catch (error) {
          if (error instanceof TooMuch) return false;
          throw error;
        }
        return came === bytes;
      });
      return isWhole || came < bytes ? came : "more";
    },
  };

  return {
    local,
    putLink: async ({ id, type, expiresAt }) => ({
      url: address("PUT", id, expiresAt),
      headers: { "content-type": type },
    }),
    getLink: async ({ id, expiresAt }) => ({
      url:
        expiresAt === null
          ? `${publicUrl.replace(/\/$/, "")}/files/${id}`
          : address("GET", id, expiresAt),
      expiresAt,
    }),
    async read(key, mostBytes) {
      const file = await open(pathOf(key)).catch(nothingThere);
      if (!file) return null;
      await using _closed = file;
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, mostBytes + 1));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    },
    async write(key, bytes) {
      await place(key, async (partial) => {
        await using file = await open(partial, "wx", 0o600);
        await file.writeFile(bytes);
        await file.sync();
        return true;
      });
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    async removePartial(before, signal) {
      const names = (await readdir(partials).catch(nothingThere)) ?? [];
      for (const name of names) {
        signal.throwIfAborted();
        const partial = path.join(partials, name);
        // It may have become whole, and be gone from here, since it was listed.
        const found = await stat(partial).catch(nothingThere);
        if (found && found.mtime < before) await rm(partial, { force: true });
      }
    },
  };
}

class TooMuch extends Error {}

function nothingThere(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
