import { Command, CommanderError } from "commander";
import { ConfigurationError } from "../estate/deployments";
import { addApply } from "./commands/apply";
import { addBake } from "./commands/bake";
import { addBootstrap } from "./commands/bootstrap";
import { addCost } from "./commands/cost";
import { addDatabaseUser } from "./commands/database-user";
import { addDoctor } from "./commands/doctor";
import { addDriftCheck } from "./commands/drift-check";
import { addRestore } from "./commands/restore";
import { addReview } from "./commands/review";
import { addRollback } from "./commands/rollback";
import { addRollout } from "./commands/rollout";
import { addSecret } from "./commands/secret";
import { addSummary } from "./commands/summary";
import { refuseSwallowedOptions } from "./input/swallowed-options";
import { outliveReader } from "./output/streams";

/** EX_USAGE of sysexits.h. */
const usageExitCode = 64;

// What was done is done, and help is help, whether or not somebody reads to the end, as behind `| head`.
outliveReader(process.stdout);

// The AWS SDK speaks of versions to come, and the installed one is pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// As whoever reads its usage calls it.
const program = new Command("bin/testapp")
  .description("Checks and changes the environments of test-app.")
  .showSuggestionAfterError()
  .exitOverride((error) => {
    const known = program.commands.map((command) => command.name()).join(", ");
    if (error.code === "commander.unknownCommand") console.error(`Known commands: ${known}`);
    throw error;
  });
addBootstrap(program);
addDriftCheck(program);
addApply(program);
addRollout(program);
addRollback(program);
addBake(program);
addDatabaseUser(program);
addRestore(program);
addSecret(program);
addDoctor(program);
addSummary(program);
addCost(program);
addReview(program);

/** Of a command that isn't there, commander would help with all others, and not name it. */
function refuseUnknownHelp([first, name = ""]: readonly string[]): void {
  const isKnown = ["", "help", ...program.commands.map((command) => command.name())].includes(name);
  if (first === "help" && !isKnown && !name.startsWith("-"))
    program.error(`error: unknown command '${name}'`, { code: "commander.unknownCommand" });
}

async function run(): Promise<void> {
  refuseUnknownHelp(process.argv.slice(2));
  refuseSwallowedOptions(program, process.argv.slice(2), process.env);
  await program.parseAsync();
}

run().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // The message is written already. Asked for help, all is well.
    process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
  } else if (error instanceof ConfigurationError) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else throw error;
});
