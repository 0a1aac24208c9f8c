import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { refusals } from "../../estate/checks";
import { environmentIds, loadDeployment, loadDeployments } from "../../estate/deployments";
import { actionsByService } from "../../operations/drift/additions/table";
import { AcceptedDifferencesError } from "../../operations/drift/judge/accepted";
import { type EnvironmentReport, errorReport, verdicts } from "../../operations/drift/report";
import { driftReport } from "../../operations/drift/several";
import { fileArgument, fileOrStreamArgument, wholeNumber } from "../input/arguments";
import {
  addDeploymentArguments,
  type Choice,
  chosenIds,
  knownDeployments,
  nothingChosen,
} from "../input/environment-argument";
import { addPlanOptions, type PlanOptions } from "../input/plan-options";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  outputHelp,
  type ReportFiles,
} from "../input/report-options";
import {
  acceptedDifferences,
  judgeSavedPlan,
  todayUtc,
  updatesParameterOf,
} from "../input/saved-plan";
import { exitCodesHelp, misconfigured, unwritten } from "../output/exit-codes";
import { publishCheck } from "../output/publish";
import { interruptible } from "../output/signals";
import { metricOption, type Telling, tellOutcomes } from "../output/tell-outcomes";

interface DriftCheckOptions extends ReportFiles, PlanOptions, Choice, Telling {
  readonly plan?: string;
  readonly parallel: number;
  readonly accepted?: string;
  readonly logFormat: LogFormat;
}

const help = `
${exitCodesHelp(verdicts, { ...unwritten, ...misconfigured })}
Of several environments the worst counts: ERROR, INCONCLUSIVE, DRIFTED_AND_PENDING, DRIFTED, PENDING, IN_SYNC.

A check changes neither the cloud nor the state. It needs Terraform 1.10 or newer, and AWS credentials that may
read and may write the lock beside the state. An interrupt lets Terraform give its lock back first; so does a time
limit.

After the plan, AWS's API is asked for what was added by hand and no plan shows: a few calls for each resource. The
role in use needs to be allowed
${askedHelp()}
The verdict is INCONCLUSIVE where one is refused. Whose credentials they are is asked first, which needs nothing.

${outputHelp} Markdown has at most 65,536
characters, a comment on GitHub. Entries of the accepted differences expire at the end of a day in UTC.

Examples:
  bin/testapp drift-check ${environmentIds[0]}
  bin/testapp drift-check --all --junit drift.xml
  terraform show -json plan | bin/testapp drift-check --plan - --json report.json ${environmentIds[0]}`;

/** A service and its actions, in lines of at most 120 characters. */
function askedHelp(): string {
  return [...actionsByService()]
    .map(([service, actions]) => `${service}:${actions.join(", ")}`)
    .map((text) => text.replaceAll(/(.{1,110})(?: |$)/g, "    $1\n").slice(2, -1))
    .join("\n");
}

/** Adds the command `drift-check` to the program. */
export function addDriftCheck(program: Command): void {
  const command = program
    .command("drift-check")
    .summary("tell drift from pending changes")
    .description(
      "Plans environments with cdktf plan and judges what it would do: what was changed in the cloud, what in the code, and what merely follows.",
    );
  addDeploymentArguments(command, "the environments and foundations to check").addOption(
    new Option(
      "--plan <FILE>",
      "judge this saved plan instead, offline: its JSON, as terraform show -json PLAN prints it; - is standard input; ENV may name its environment",
    )
      .argParser(fileOrStreamArgument)
      .conflicts(["all", "system", "synthesized"]),
  );
  addPlanOptions(command)
    .addOption(
      new Option("--parallel <N>", "environments that are planned at the same time")
        .argParser(wholeNumber(1, 64))
        .default(availableParallelism(), "the number of processors"),
    )
    .option("--accepted <FILE>", "JSON list of accepted differences (default: none)", fileArgument)
    .addOption(metricOption("plan", "additions"));
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
    process.exitCode = await publishCheck(report, options);
    return;
  }
  if (expected.length === 0) return nothingChosen(command);
  // Mistakes of the configuration end every command in one way.
  loadDeployments();
  const reports = await checkLive(expected, options);
  const several = driftReport(reports, expected);
  const [only] = several.environments;
  const isOne = named.length > 0 && expected.length === 1 && only !== undefined;
  process.exitCode = await publishCheck(isOne ? only : several, options);
  const outcomes = several.environments.flatMap(({ environment: id, verdict }) =>
    id === null ? [] : { id, kind: verdicts[verdict].kind },
  );
  await tellOutcomes("drift-check", outcomes, options);
}

/** What is wrong with the command's usage, and what to write instead; undefined when all is well. */
function problemOf(
  chosen: readonly string[],
  { plan, accepted }: DriftCheckOptions,
): string | undefined {
  if (plan !== undefined && chosen.length > 1) return "--plan is one plan: name one environment";
  if (plan !== undefined && accepted !== undefined && chosen.length === 0)
    return "--accepted needs ENV: each accepted difference is one environment's";
  return undefined;
}

/**
 * Plans and judges environments, shows the progress, and lets a signal end it in good order: Terraform gives
 * its locks back, and what isn't known then is an `ERROR`. Nothing is thrown.
 */
async function checkLive(
  environments: readonly string[],
  options: DriftCheckOptions,
): Promise<EnvironmentReport[]> {
  // Loaded only now: a saved plan is judged without what runs commands.
  const { checkEnvironments } = await import("../../operations/drift/check");
  const { Stopped } = await import("../../operations/terraform/failure");
  const { planSteps } = await import("../output/steps");
  const { liveLook } = await import("../output/live-look");
  const { progressView } = await import("../output/progress-view");
  const view = progressView(options.logFormat, planSteps());
  for (const { id, standIns } of environments.map(loadDeployment))
    for (const refusal of refusals(standIns))
      view.show({ notice: `${id} can't be applied: ${refusal}` });
  const interrupted = (name: string, again: boolean) => {
    const notice = again
      ? `${name}: still waiting for Terraform to end; it gives the locks of the states back`
      : `${name}: Terraform is being interrupted, and gives the locks of the states back`;
    view.show({ notice });
    return new Stopped(`The check was interrupted (${name})`);
  };
  return interruptible(interrupted, async (signal) =>
    checkEnvironments({
      environments,
      synthesized: options.synthesized,
      parallel: options.parallel,
      lockTimeoutSeconds: options.lockTimeout,
      planTimeoutSeconds: options.planTimeout,
      accepted: await acceptedDifferences(options.accepted),
      today: todayUtc(),
      updatesParameterOf,
      look: liveLook(options),
      signal,
      onProgress: (progress) => view.show(progress),
    }),
  )
    .catch((error: unknown) => {
      if (!(error instanceof AcceptedDifferencesError)) throw error;
      const reasons = error.message.split("\n");
      return environments.map((environment) => errorReport(environment, reasons));
    })
    .finally(() => view.end());
}
