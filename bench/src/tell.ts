/** Tells the benchmark where this server listens, and what CPU time it has used when asked. */
export function tell(port: number, more: Record<string, string> = {}): void {
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port, ...more });
}
