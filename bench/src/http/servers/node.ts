import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tell } from "../../tell.ts";

const server = createServer((request, response) => {
  const input = JSON.parse(
    new URL(request.url ?? "/", "http://local").searchParams.get("input") ?? "{}",
  ) as object;
  const body = JSON.stringify(input);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => tell((server.address() as AddressInfo).port));
