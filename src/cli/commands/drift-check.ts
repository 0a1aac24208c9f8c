import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { type Command, Option } from "commander";
import { environmentIds } from "../../estate/deployments";
import { exitCodes } from "../../operations/drift/report";
import { driftReport } from "../../operations/drift/several";
import {
  addDeploymentArguments,
  type Choice,
  chosenIds,
  knownDeployments,
  nothingChosen,
} from "../input/environment-argument";
import { fileArgument, fileOrStreamArgument } from "../input/file-argument";
import { judgeSavedPlan } from "../input/judge-saved-plan";
import { wholeNumber } from "../input/number-argument";
import type { ReportFiles } from "../input/report-files";
import { addHelp, addReportOptions } from "../input/report-options";
import type { LiveCheckOptions } from "../output/check-live";
import { checkPublication } from "../output/check-publication";
import { publish } from "../output/publish";

interface DriftCheckOptions extends ReportFiles, LiveCheckOptions, Choice {
  readonly plan?: string;
  readonly verbose?: true;
}

const help = `
Exit codes:
  ${exitCodes.IN_SYNC}   IN_SYNC: nothing to do
  ${exitCodes.DRIFTED}   DRIFTED, PENDING or DRIFTED_AND_PENDING: the cloud or the code has moved
  ${exitCodes.INCONCLUSIVE}   INCONCLUSIVE: there is a plan, but it can't be judged
  ${exitCodes.ERROR}   ERROR: there is no plan to judge, or a report can't be written
  64  wrong usage; nothing was done
Of several environments the worst counts: ERROR, INCONCLUSIVE, DRIFTED_AND_PENDING, DRIFTED, PENDING, IN_SYNC.

A check changes neither the cloud nor the state. It needs Terraform 1.10 or newer, and AWS credentials that may
read and may write the lock beside the state. An interrupt lets Terraform give its lock back first; so does a time
limit.

What people read goes to standard output, or to standard error when a report goes to standard output; progress
always goes to standard error. Each report is written whole or not at all. Markdown has at most 65,536
characters, a comment on GitHub. Entries of the accepted differences expire at the end of a day in UTC.

Examples:
  testapp drift-check ${environmentIds[0]}
  testapp drift-check --all --junit drift.xml
  terraform show -json plan | testapp drift-check --plan - --json report.json ${environmentIds[0]}`;

/** Adds the command `drift-check` to the program. */
export function addDriftCheck(program: Command): void {
  const command = program
    .command("drift-check")
    .summary("tell drift from pending changes")
    .description(
      "Plans environments with cdktf plan and judges what it would do: what was changed in the cloud, what in the code, and what merely follows.",
    );
  addDeploymentArguments(command, "the environments and foundations to check")
    .addOption(
      new Option(
        "--plan <FILE>",
        "judge this saved plan instead, offline: its JSON, as terraform show -json PLAN prints it; - is standard input; ENV may name its environment",
      )
        .argParser(fileOrStreamArgument)
        .conflicts(["all", "system", "synthesized"]),
    )
    .option(
      "--synthesized <DIR>",
      "plan this output of cdktf synth (default: synthesize first)",
      fileArgument,
    )
    .addOption(
      new Option("--parallel <N>", "environments that are planned at the same time")
        .argParser(wholeNumber(1, 64))
        .default(availableParallelism(), "the number of processors"),
    )
    .option(
      "--lock-timeout <SECONDS>",
      "how long to wait for a state that somebody else has locked",
      wholeNumber(0, 3600),
      60,
    )
    .option(
      "--plan-timeout <SECONDS>",
      "how long planning one environment may take",
      wholeNumber(1, 86_400),
      1800,
    )
    .option("--accepted <FILE>", "JSON list of accepted differences (default: none)", fileArgument)
    .option("--verbose", "list also what is state-only, and lists longer than 20 lines");
  addReportOptions(command, "plan", "accepted").action(driftCheck);
  addHelp(command, help, knownDeployments);
}

async function driftCheck(
  named: readonly string[],
  options: DriftCheckOptions,
  command: Command,
): Promise<void> {
  const { plan, accepted } = options;
  const expected = chosenIds(named, options, command);
  const problem = problemOf(expected, options);
  if (problem !== undefined) return command.error(`error: ${problem}`);

  if (plan !== undefined) {
    const report = await judgeSavedPlan(plan, expected[0] ?? null, accepted);
    process.exitCode = await publish(checkPublication(report, options), options);
    return;
  }
  if (expected.length === 0) return nothingChosen(command);
  // Loaded only now: a saved plan is judged without what runs commands.
  const { checkLive } = await import("../output/check-live");
  const reports = await checkLive(expected, options);
  const several = driftReport(reports, expected);
  const [only] = several.environments;
  const isOne = named.length > 0 && expected.length === 1 && only !== undefined;
  process.exitCode = await publish(checkPublication(isOne ? only : several, options), options);
}

/** What is wrong with the command's usage, and what to write instead; undefined when all is well. */
function problemOf(
  chosen: readonly string[],
  { plan, accepted, synthesized }: DriftCheckOptions,
): string | undefined {
  if (plan !== undefined && chosen.length > 1) return "--plan is one plan: name one environment";
  if (plan !== undefined && accepted !== undefined && chosen.length === 0)
    return "--accepted needs ENV: each accepted difference is one environment's";
  if (synthesized !== undefined && !existsSync(path.join(synthesized, "manifest.json")))
    return `--synthesized ${synthesized} is no output of cdktf synth: it holds no manifest.json`;
  return undefined;
}
