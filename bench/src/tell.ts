/** Tells the benchmark where this server listens, and what time and memory it has used when asked. */
export function tell(port: number, more: Record<string, string> = {}): void {
  process.on("message", (question) => {
    if (question === "memory") {
      globalThis.gc?.();
      const { heapUsed, external } = process.memoryUsage();
      process.send?.(heapUsed + external);
      return;
    }
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port, ...more });
}
