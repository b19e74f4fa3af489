import type { AddressInfo } from "node:net";
import express from "express";
import { tell } from "../../tell.ts";

const app = express();
app.get("/echo", (request, response) => {
  const { input } = request.query as { input: string };
  response.json(JSON.parse(input) as object);
});
const server = app.listen(0, "127.0.0.1", () => tell((server.address() as AddressInfo).port));
