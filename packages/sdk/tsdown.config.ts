import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/trpc.ts", "src/webhooks.ts"],
  format: ["esm", "cjs"],
  platform: "neutral",
  target: "es2022",
  dts: { oxc: true },
  clean: true,
  // What stays private is carried along; the types of contracts are generated, so nothing of it should be left.
  deps: { alwaysBundle: [/^@mainstay\//] },
  outExtensions: ({ format }) =>
    format === "cjs" ? { js: ".cjs", dts: ".d.cts" } : { js: ".mjs", dts: ".d.mts" },
});
