import { MainstayError } from "./errors.ts";
import type { Api, StoredFile } from "./generated/router.ts";
import { unreachable, unreadable } from "./read-error.ts";

/** As much of a `Blob` or `File` as is used. */
export interface FileContent {
  readonly size: number;
  readonly type: string;
  readonly name?: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

type Put = (
  url: string,
  init: { method: "PUT"; headers: Record<string, string>; body: never; signal?: AbortSignal },
) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

/**
 * Announces a file, puts it where the server says, and has it looked at: what comes back can be attached.
 * `purpose` says what it is for; type and name are the file's own, if not said.
 */
export async function uploadFile(
  mainstay: { readonly platform: { readonly files: Api["platform"]["files"] } },
  file: FileContent,
  options: { purpose: string; name?: string; type?: string; signal?: AbortSignal },
): Promise<StoredFile> {
  const { files } = mainstay.platform;
  const { purpose, name = file.name ?? "file", type = file.type } = options;
  const call = options.signal ? { signal: options.signal } : {};
  const { fileId, upload } = await files.createUpload.mutate(
    { purpose, name, type, bytes: file.size },
    call,
  );
  // The address is good by itself: neither credentials nor this client's headers belong there.
  const answer = await (globalThis.fetch as unknown as Put)(upload.url, {
    method: upload.method,
    headers: upload.headers,
    body: file as never,
    ...call,
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!answer.ok) throw refusal(answer.status, await answer.text());
  return files.complete.mutate({ fileId }, call);
}

/** Ours is JSON; a bucket says it in a form of its own. */
function refusal(status: number, text: string): MainstayError {
  try {
    const { error } = JSON.parse(text) as { error: ConstructorParameters<typeof MainstayError>[0] };
    return new MainstayError({ ...error, httpStatus: status });
  } catch (error) {
    return unreadable(status, error);
  }
}
