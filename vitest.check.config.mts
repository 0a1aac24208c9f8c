import { configDefaults, defineConfig, mergeConfig } from "vitest/config";
import everything from "./vitest.config.mjs";

/** Tests that start programs. no-process.ts fails what isn't named here, so that `npm run check` stays quick. */
const startingPrograms: string[] = [];

// What `npm run check` runs.
export default mergeConfig(
  everything,
  defineConfig({
    test: {
      exclude: [...configDefaults.exclude, ...startingPrograms],
      setupFiles: ["__tests__/support/no-process.ts"],
    },
  }),
);
