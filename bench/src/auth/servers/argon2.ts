import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hashPassword, verifyPassword } from "@mainstay/core/identity/passwords/hash-password";
import { tell } from "../../tell.ts";

const password = "correct horse 1 battery";
const hash = await hashPassword(password);
const server = createServer((_request, response) => {
  void verifyPassword(hash, password).then((right) => {
    response.writeHead(right ? 200 : 500, { "content-length": 0 });
    response.end();
  });
});
server.listen(0, "127.0.0.1", () => tell((server.address() as AddressInfo).port));
