import { createLogger, EnvironmentError, readEnv, runUntilStopped } from "@mainstay/runtime";
import { distFolder, readPage } from "./built-page.ts";
import { createPayServer } from "./pay-server.ts";

try {
  const env = readEnv();
  const log = createLogger(env, { name: "pay" });
  // In development there is no build to forget: the page is what stands in the source.
  const files =
    env.MODE === "development"
      ? await (await import("./build-page.ts")).buildPage()
      : await readPage(distFolder);
  const server = createPayServer({ env, files });
  const url = await server.listen(env.PAY_PORT, env.PAY_HOST);
  log.info({ url, mode: env.MODE }, "the payment page is served");
  runUntilStopped({
    log,
    timeoutMs: env.SHUTDOWN_TIMEOUT_MS,
    stop: [{ phase: "requests", run: () => server.close() }],
  });
} catch (error) {
  process.stderr.write(`${whyNot(error)}\n`);
  process.exit(1);
}

function whyNot(error: unknown): string {
  if (error instanceof EnvironmentError) return error.message;
  const { code, port, message, stack } = error as {
    code?: string;
    port?: number;
    message?: string;
    stack?: string;
  };
  if (code === "EADDRINUSE") {
    return `The payment page cannot be served: port ${port} is taken. Stop what uses it, or set PAY_PORT.`;
  }
  return message?.includes("pnpm build") ? message : String(stack ?? error);
}
