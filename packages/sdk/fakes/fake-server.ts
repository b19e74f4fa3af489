import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One HTTP request as it came over the wire; a batch is one. */
export interface Seen {
  readonly method: string;
  readonly paths: readonly string[];
  readonly inputs: readonly unknown[];
  readonly headers: IncomingMessage["headers"];
  readonly at: number;
}
export interface Refusal {
  reason: string;
  kind: string;
  status: number;
  details?: object;
  headers?: Record<string, string>;
}
/** Data, a refusal, or raw control over the answer. */
export type Answer = { data: unknown } | Refusal | ((response: ServerResponse) => void);

export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: Seen[];
}

/** A server that speaks tRPC at the wire and answers what a test says; `await using` closes it. */
export async function fakeServer(
  answer: (path: string, request: Seen, number: number) => Answer | Promise<Answer>,
): Promise<FakeServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void readRequest(request).then(async (one) => {
      const number = seen.push(one);
      const answers = await Promise.all(one.paths.map(async (path) => answer(path, one, number)));
      const raw = answers.find((each) => typeof each === "function");
      if (raw) raw(response);
      else write(response, one, answers as Exclude<Answer, (response: ServerResponse) => void>[]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<Seen> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
  const paths = decodeURIComponent(pathname.replace("/trpc/", "")).split(",");
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const text = request.method === "GET" ? searchParams.get("input") : body;
  const input: unknown = text ? JSON.parse(text) : undefined;
  const isBatch = searchParams.has("batch");
  const inputs = isBatch
    ? paths.map((_, at) => (input as Record<string, unknown> | undefined)?.[at])
    : [input];
  return { method: request.method ?? "", paths, inputs, headers: request.headers, at: Date.now() };
}

function write(
  response: ServerResponse,
  { paths }: Seen,
  answers: ({ data: unknown } | Refusal)[],
): void {
  const isBatch = new URL(response.req.url ?? "/", "http://fake").searchParams.has("batch");
  const bodies = answers.map((one, at) => {
    if ("data" in one) return { result: { data: one.data } };
    const { reason, kind, status, details = {} } = one;
    const data = {
      code: "X",
      httpStatus: status,
      path: paths[at],
      reason,
      kind,
      details,
      requestId: "r-1",
    };
    return { error: { message: `Refused: ${reason}`, code: -32_000, data } };
  });
  const refusal = answers.find((one) => "reason" in one);
  response.writeHead(refusal?.status ?? 200, {
    "content-type": "application/json",
    ...refusal?.headers,
  });
  response.end(JSON.stringify(isBatch ? bodies : bodies[0]));
}
