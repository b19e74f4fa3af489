import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "all",
          include: ["{apps,examples,packages}/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**"],
          globalSetup: ["@mainstay/testing/global-setup"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Each file would load the whole product anew, which takes as long as its tests. They share nothing
          // else: every one has a database and servers of its own.
          isolate: false,
        },
      },
    ],
  },
});
