import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ToldRates {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Says so much, and then nothing more. */
  readonly hangs?: boolean;
}
export interface FakeRates extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly { readonly url: string; readonly key: string | undefined }[];
  /** From now on. */
  say(told: ToldRates): void;
  /** As a good provider does, of this moment unless said. */
  tell(rates: string, at?: Date): void;
}

/** A provider of rates, as it is on the wire. */
export async function fakeRates(): Promise<FakeRates> {
  const asked: { url: string; key: string | undefined }[] = [];
  let told: ToldRates = { status: 500 };
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? "", key: request.headers.authorization });
    response.writeHead(told.status ?? 200, { "content-type": "application/json", ...told.headers });
    response.write(told.body ?? "");
    if (!told.hangs) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest?plan=free`,
    asked,
    say: (next) => (told = next),
    tell(rates, at = new Date()) {
      const timestamp = Math.floor(at.getTime() / 1_000);
      told = { body: `{"base":"USD","timestamp":${timestamp},"rates":${rates}}` };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
