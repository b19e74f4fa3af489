import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { tell } from "../../tell.ts";

/** Tells everybody who is connected whatever is posted, in the form that the API's events have. */
let told = 0;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part: Buffer) => (body += part.toString()));
  request.on("end", () => {
    told += 1;
    const data = { key: "platform.outbox_days", ...(JSON.parse(body) as object) };
    for (const [client, ids] of asked) {
      if (client.readyState !== WebSocket.OPEN) continue;
      for (const id of ids) {
        const result = { type: "data", id: String(told), data: { id: String(told), data } };
        client.send(JSON.stringify({ id, result }));
      }
    }
    response.end("{}");
  });
});
const asked = new Map<WebSocket, number[]>();
new WebSocketServer({ server }).on("connection", (client) => {
  const ids: number[] = [];
  asked.set(client, ids);
  client.on("close", () => asked.delete(client));
  client.on("message", (message: Buffer) => {
    const { id, method } = JSON.parse(message.toString()) as { id?: number; method: string };
    if (method !== "subscription" || id === undefined) return;
    ids.push(id);
    const mark = { type: "data", id: "0", data: { id: "0", data: { resumed: false } } };
    client.send(JSON.stringify({ id, result: mark }));
  });
});
server.listen(0, "127.0.0.1", () => tell((server.address() as AddressInfo).port));
