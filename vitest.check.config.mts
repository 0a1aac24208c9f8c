import { configDefaults, defineConfig, mergeConfig } from "vitest/config";
import everything from "./vitest.config.mjs";

/** Tests that start programs. no-process.ts fails what isn't named here, so that `npm run check` stays quick. */
const startingPrograms = [
  "__tests__/{e2e,lambda,pipeline,rehearse}/**",
  "__tests__/runbooks/{aws-commands,commands,sections,shell}.test.ts",
  "__tests__/src/cli/**",
  "__tests__/src/operations/apply/{overtaken-apply,reports/reports}.test.ts",
  "__tests__/src/operations/database-user/{connection,ensure-user,make-user}.test.ts",
  "__tests__/src/operations/doctor/{denied,kept-things,machine,network}.test.ts",
  "__tests__/src/operations/drift/reports/{junit,recorded-reports}.test.ts",
  "__tests__/src/operations/rollout/reports/junit.test.ts",
  "__tests__/src/operations/terraform/{failure,workspace,processes/**/*}.test.ts",
  "__tests__/src/systems/test-app/scripts/**",
];

// What `npm run check` runs.
export default mergeConfig(
  everything,
  defineConfig({
    test: {
      exclude: [...configDefaults.exclude, ...startingPrograms],
      env: { FEWER_CASES: "1" },
      setupFiles: ["__tests__/support/no-process.ts"],
    },
  }),
);
