import type { AddressInfo } from "node:net";
import express from "express";
import { tell } from "./tell.ts";

const app = express();
app.get("/echo", (request, response) => {
  response.json(JSON.parse(String(request.query["input"])) as object);
});
const server = app.listen(0, "127.0.0.1", () => tell((server.address() as AddressInfo).port));
