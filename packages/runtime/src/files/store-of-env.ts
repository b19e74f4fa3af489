import path from "node:path";
import type { FileStore, Sealer } from "@mainstay/core";
import type { Env } from "../env.ts";
import { createDiskStore } from "./disk-store.ts";

const folderOfDevelopment = path.join(import.meta.dirname, "../../../../.data/files");

/** A bucket where there is one, or else a folder. */
export async function fileStoreOf(env: Env, sealer: Sealer): Promise<FileStore> {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket } = env;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (endpoint && bucket && accessKeyId && secretAccessKey) {
    const { createS3Store } = await import("./s3-store.ts");
    return createS3Store({
      endpoint,
      bucket,
      accessKeyId,
      secretAccessKey,
      region: env.S3_REGION,
      pathStyle: env.S3_ADDRESSING === "path",
      publicUrl: env.FILES_PUBLIC_URL,
    });
  }
  const folder = env.FILES_DIR ?? folderOfDevelopment;
  return createDiskStore({ folder, publicUrl: env.PUBLIC_URL, sealer });
}
