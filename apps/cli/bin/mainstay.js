// Plain JavaScript, so that it can say what is wrong where Node is too old for the rest.
const major = Number(process.versions.node.split(".", 1)[0]);
if (major < 24) {
  process.stderr.write(
    `Mainstay runs on Node 24, and this is ${process.versions.node}. The packages bring Node 24 for Linux and macOS on x64 and arm64: run it as "npx -y pnpm@12 <command>". Elsewhere install Node 24.\n`,
  );
  process.exit(1);
}
await import("../src/main.ts");
