import { constants } from "node:os";
import { Command, CommanderError, Option } from "commander";
import { refuseSwallowedOptions } from "../../src/cli/input/swallowed-options";
import { hearSignals } from "../../src/cli/output/signals";
import { writeProgress } from "../../src/cli/output/streams";
import { environmentIds } from "../../src/systems/test-app/environments";
import { leaveSignals } from "../e2e/drift/program";
import { busyId } from "./busy-fleet";
import { type Options, rehearse } from "./rehearsal";
import { Unavailable } from "./requirements";
import { StageLog } from "./stage-log";

/** Of sysexits.h. */
const exitCodes = { usage: 64, unavailable: 69 } as const;

const help = `
Exit codes:
  0    all is well
  1    a rollout went well, but users noticed it: some of their requests failed, or there were none
  64   wrong usage; nothing was done
  69   a tool is missing; nothing was made
  130  interrupted with Ctrl-C, as --keep always ends; nothing is left
Any other is that of the first step that failed.`;

const environment = (flags: string, text: string) =>
  new Option(flags, text).choices(environmentIds);

const program = new Command("rehearse")
  .description(
    "Plays the pipeline's update of all environments on this machine alone, with its real commands: Terraform plans against a stand-in cloud with its state in an emulated S3, and rollouts go to simulated instances, or in one environment to three that run the document's script while a load generator asks them. It needs Linux with Terraform, Python, git, curl and openssl, and no AWS; network only once, for the tests' tools.",
  )
  .addOption(environment("--with-drift <ENV>", "somebody has changed this environment by hand"))
  .addOption(environment("--with-failing-instance <ENV>", "an instance fails the updater here"))
  .addOption(
    new Option(
      "--with-bad-release",
      `the vendor's release fails in ${busyId}; the way back, and a release that works, follow`,
    ).conflicts(["withDrift", "withFailingInstance"]),
  )
  .option("--no-drain", `instances of ${busyId} serve while they update: users notice`)
  .option("--keep", "stay until Ctrl-C, so that one can change the stand-in cloud and check it")
  .addHelpText("after", help)
  .exitOverride()
  .action(async (options: Options) => {
    process.exitCode = await interruptible(options);
  });

async function interruptible(options: Options): Promise<number> {
  leaveSignals();
  const interruption = new AbortController();
  const { signal } = interruption;
  signal.addEventListener("abort", () =>
    writeProgress(`Interrupted (${signal.reason}): what runs ends first`),
  );
  const stopHearing = hearSignals((name) => interruption.abort(name));
  try {
    const code = await rehearse(options, new StageLog(process.stdout), signal);
    return signal.aborted ? interrupted(signal) : code;
  } catch (error) {
    // What is interrupted fails in many ways.
    if (signal.aborted) return interrupted(signal);
    if (!(error instanceof Unavailable)) throw error;
    writeProgress(error.message);
    return exitCodes.unavailable;
  } finally {
    stopHearing();
  }
}

function interrupted({ reason }: AbortSignal): number {
  const name: NodeJS.Signals = reason;
  writeProgress("Everything is removed");
  return 128 + constants.signals[name];
}

async function run(): Promise<void> {
  refuseSwallowedOptions(program, [], process.env);
  await program.parseAsync();
}

run().catch((error: unknown) => {
  if (!(error instanceof CommanderError)) throw error;
  // Asked for help, all is well.
  process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
});
