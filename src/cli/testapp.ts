import { Command, CommanderError } from "commander";
import { addDriftCheck } from "./drift-check";

/** EX_USAGE of sysexits.h. */
const usageExitCode = 64;

const program = new Command("testapp")
  .description("Checks and changes the environments of test-app.")
  .showSuggestionAfterError()
  .exitOverride();
addDriftCheck(program);

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof CommanderError)) throw error;
  // The message is written already. Asked for help, all is well.
  process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
});
