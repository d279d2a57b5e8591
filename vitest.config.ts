import { defineConfig } from "vitest/config";

/** Tests that need a store, a process or a browser say so in their name; all others run in process, in seconds. */
const FULL = ["test/**/*.{store,process,browser}.test.ts"];

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/count-reporter.ts"],
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: FULL,
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: "full",
          include: FULL,
          globalSetup: ["test/support/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
