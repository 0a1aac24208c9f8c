import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["__tests__/support/global-setup.ts"],
    include: ["__tests__/**/*.test.ts"],
    // Many tests wait for the programs that they run.
    maxWorkers: "200%",
    // Loading modules anew for each file would take as long as most of the tests.
    isolate: false,
    // Each of the boot script's tests starts a dozen processes.
    maxConcurrency: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
