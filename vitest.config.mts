import { configDefaults, defineConfig } from "vitest/config";

/** Tests that start programs. no-process.ts fails what isn't named here, so that `npm run check` stays quick. */
const startingPrograms = [
  "__tests__/{browser,e2e,exit,lambda,pipeline,rehearse,review,workflows}/**/*.test.ts",
  "__tests__/services/**/*.test.ts",
  "__tests__/runbooks/{aws-commands,commands,sections,shell}.test.ts",
  "__tests__/src/bundling/quick-start.test.ts",
  "__tests__/src/cli/**/*.test.ts",
  "__tests__/src/operations/apply/{overtaken-apply,reports/reports}.test.ts",
  "__tests__/src/operations/aws/database/connection.test.ts",
  "__tests__/src/operations/database-user/{ensure-user,make-user}.test.ts",
  "__tests__/src/operations/doctor/{denied,kept-things,machine,network,pushed}.test.ts",
  "__tests__/src/operations/drift/reports/{junit,recorded-reports}.test.ts",
  "__tests__/src/operations/rollout/reports/junit.test.ts",
  "__tests__/src/operations/terraform/{failure,workspace,processes/**/*}.test.ts",
  "__tests__/src/systems/test-app/scripts/**/*.test.ts",
  "__tests__/src/systems/tally/machine/**/*.test.ts",
];

/** All stacks with AWS's real provider. */
const provider = "__tests__/provider/**/*.test.ts";

/** Policy: its scanner has a virtual environment of its own. */
const policy = "__tests__/policy/**/*.test.ts";

export default defineConfig({
  test: {
    globalSetup: ["__tests__/support/global-setup.ts"],
    // Many tests wait for the programs that they run.
    maxWorkers: "200%",
    // Each of the boot script's tests starts a dozen processes.
    maxConcurrency: 3,
    // Machines may be busy: a limit ends what hangs, and says nothing of speed.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 600_000 } },
    projects: [
      {
        extends: true,
        test: { name: "programs", include: startingPrograms },
      },
      {
        extends: true,
        test: {
          name: "provider",
          include: [provider],
          globalSetup: ["__tests__/provider/find-provider.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "policy",
          include: [policy],
          globalSetup: ["__tests__/policy/install-checkov.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "quick",
          include: ["__tests__/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...startingPrograms, provider, policy],
          setupFiles: ["__tests__/support/no-process.ts"],
          // Loading modules anew for each file would take as long as the tests.
          isolate: false,
        },
      },
    ],
  },
});
