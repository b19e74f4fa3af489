import { createSocket } from "node:dgram";
import { once } from "node:events";

export interface FakeNameServer extends AsyncDisposable {
  /** With its port. */
  readonly address: string;
  /** Each question as it came, such as `A shop.example`. */
  readonly asked: string[];
}
type Names = Readonly<Record<string, readonly string[] | "silent">>;

const kinds: Readonly<Record<number, string>> = { 1: "A", 28: "AAAA" };
const noSuchName = 3;

/** A name server on this machine. What it does not know is no name; to what is silent it never answers. */
export async function fakeNameServer(names: Names): Promise<FakeNameServer> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (query, from) => {
    const { name, kind, question } = questionOf(query);
    asked.push(`${kind} ${name}`);
    const known = names[name];
    if (known === "silent") return;
    const found = (known ?? []).filter((ip) => (ip.includes(":") ? "AAAA" : "A") === kind);
    const answer = replyTo(query, question, found, known === undefined ? noSuchName : 0);
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, "close");
    },
  };
}

/** After the twelve bytes of the head: labels with their lengths, a zero, the kind and the class. */
function questionOf(query: Buffer): { name: string; kind: string; question: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return {
    name: labels.join(".").toLowerCase(),
    kind: kinds[query.readUInt16BE(at + 1)] ?? "other",
    question: query.subarray(12, at + 5),
  };
}

function replyTo(query: Buffer, question: Buffer, ips: readonly string[], code: number): Buffer {
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(ips.length, 6);
  return Buffer.concat([head, question, ...ips.map(record)]);
}

function record(ip: string): Buffer {
  const bytes = ip.includes(":") ? v6Bytes(ip) : ip.split(".").map(Number);
  // The name is the question's, at the twelfth byte.
  const head = [0xc0, 12, 0, ip.includes(":") ? 28 : 1, 0, 1, 0, 0, 0, 60, 0, bytes.length];
  return Buffer.from([...head, ...bytes]);
}

function v6Bytes(ip: string): number[] {
  const [before = [], after = []] = ip.split("::").map((part) => (part ? part.split(":") : []));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}
