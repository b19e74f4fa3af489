import { testApi, testBucket, testDatabase, testEnv, testKeys } from "@mainstay/testing";
import sharp from "sharp";
import { describe, expect, onTestFinished, test } from "vitest";
import { createMainstay, isMainstayError, safe, uploadFile } from "./index.ts";

async function stage(store: "disk" | "s3") {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const database = stack.use(await testDatabase());
  const bucket = store === "s3" ? stack.use(await testBucket()) : null;
  const probe = await testApi(database);
  const { port } = new URL(probe.url);
  await probe.close();
  const env = testEnv(database, { ...bucket?.env, PUBLIC_URL: `http://127.0.0.1:${port}` });
  stack.use(await testApi(database, { env, port: Number(port) }));
  const mainstay = createMainstay({
    url: `http://127.0.0.1:${port}`,
    apiKey: testKeys.customer,
    retryBudgetMs: 0,
  });
  stack.defer(() => mainstay.close());
  return { mainstay, bucket };
}
const png = () =>
  sharp({ create: { width: 20, height: 10, channels: 3, background: "red" } })
    .png()
    .toBuffer();

describe.each(["disk", "s3"] as const)("a file is uploaded to %s", (store) => {
  test("in one call, and can be loaded", async () => {
    const { mainstay } = await stage(store);
    const receipt = new File([new Uint8Array(await png())], "receipt.png", { type: "image/png" });
    const file = await uploadFile(mainstay, receipt, { purpose: "platform.document" });
    expect(file).toMatchObject({ state: "ready", name: "receipt.webp", width: 20 });
    const { url } = await mainstay.platform.files.link.query({ fileId: file.id });
    expect((await fetch(url)).headers.get("content-type")).toBe("image/webp");
  });
});

describe("a file that is refused", () => {
  test.each([
    [{ type: "image/svg+xml" }, "platform.file_type_refused"],
    [{ type: "image/jpeg" }, "platform.file_type_wrong"],
    [{ type: "image/png", name: "../a.png" }, "platform.file_name_invalid"],
  ])("as %j fails with the reason", async (told, reason) => {
    const { mainstay } = await stage("disk");
    const blob = new Blob([new Uint8Array(await png())]);
    const uploaded = await safe(
      uploadFile(mainstay, blob, { purpose: "platform.picture", ...told }),
    );
    expect(uploaded).toMatchObject({ ok: false, error: { reason } });
  });

  test("by the store fails with what the store says of it", async () => {
    const { mainstay, bucket } = await stage("s3");
    bucket?.goAway();
    const blob = new Blob([new Uint8Array(await png())], { type: "image/png" });
    const error: unknown = await uploadFile(mainstay, blob, { purpose: "platform.picture" }).catch(
      (thrown: unknown) => thrown,
    );
    expect(isMainstayError(error, "client.unreadable")).toBe(true);
  });
});
