import type { IncomingMessage } from "node:http";

/** Something that the sender is told, with its status. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The body as it came: whoever checks a signature needs its very bytes. */
export async function readBody(request: IncomingMessage, bytesMost: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMost) throw new Refusal(413, `At most ${bytesMost} bytes are taken.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
