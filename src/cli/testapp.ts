import { Command, CommanderError } from "commander";
import { ConfigurationError } from "../config/validate";
import { addBootstrap } from "./bootstrap";
import { addDatabaseUser } from "./database-user";
import { addDoctor } from "./doctor";
import { addDriftCheck } from "./drift-check";
import { addRollout } from "./rollout";
import { addSecret } from "./secret";

/** EX_USAGE of sysexits.h. */
const usageExitCode = 64;

const program = new Command("testapp")
  .description("Checks and changes the environments of test-app.")
  .showSuggestionAfterError()
  .exitOverride();
addBootstrap(program);
addDriftCheck(program);
addRollout(program);
addDatabaseUser(program);
addSecret(program);
addDoctor(program);

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // The message is written already. Asked for help, all is well.
    process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
  } else if (error instanceof ConfigurationError) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else throw error;
});
