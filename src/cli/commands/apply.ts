import { type Command, Option } from "commander";
import { environmentIds, loadDeployment, loadDeployments } from "../../estate/deployments";
import type { Approval } from "../../operations/apply/decision";
import { type ApplyReport, outcomes } from "../../operations/apply/report";
import { decimalNumber, fingerprintArgument, wholeNumber } from "../input/arguments";
import { knownDeployments, unknownStackOf } from "../input/environment-argument";
import { addPlanOptions } from "../input/plan-options";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  outputHelp,
  type ReportFiles,
} from "../input/report-options";
import { exitCodesHelp, misconfigured, unwritten } from "../output/exit-codes";
import type { LiveApply, LiveApplyOptions } from "../output/live-apply";
import { publishReport } from "../output/publish";

interface ApplyOptions extends ReportFiles, LiveApplyOptions {
  readonly planOnly?: true;
  readonly approved?: string;
  readonly logFormat: LogFormat;
}

const help = `
On a terminal it shows the whole plan and asks: yes, or the name of ENV where something is deleted. For machines,
--plan-only shows the plan and its fingerprint, and --approved FINGERPRINT plans again and applies that plan only when
plan and synthesized code have this very fingerprint; nothing to do is nothing to approve. Where somebody else applies
between plan and apply, nothing is applied, and it plans again: another plan needs another approval. Afterwards, where
ENV has a fleet, it waits until no instance refresh goes on and the group has its healthy instances, all from its launch
template's version; where it has ECS services, until each one's deployment is completed with what was planned. Then it
checks that nothing is left to do. Fleet and services are looked at also when there is nothing to apply: running it
again watches what still goes on. --plan-only doesn't wait.

${exitCodesHelp(outcomes, { ...unwritten, ...misconfigured })}

A plan that is INCONCLUSIVE or an ERROR is never applied. An interrupt during the apply goes to Terraform once, which
ends what it has begun and gives the lock of the state back; that is waited for, and what was done is reported.

It needs Terraform 1.10 or newer, and AWS credentials that may change what ENV consists of. Credentials
come from the AWS SDK's default chain, the region from ENV's configuration; AWS_ENDPOINT_URL,
AWS_ENDPOINT_URL_AUTO_SCALING and AWS_ENDPOINT_URL_ECS are honoured.

${outputHelp}

Examples:
  bin/testapp apply ${environmentIds[0]}
  bin/testapp apply ${environmentIds[0]} --plan-only --json plan.json
  bin/testapp apply ${environmentIds[0]} --approved sha256:… --json apply.json`;

/** Adds the command `apply` to the program. */
export function addApply(program: Command): void {
  const command = program
    .command("apply")
    .summary("bring the infrastructure to the code")
    .description(
      "Plans an environment or a region's foundation, applies that very plan once it is approved, and waits until all has settled.",
    )
    .argument("<ENV>", "the environment or foundation to apply")
    .addOption(
      new Option("--plan-only", "show the plan and its fingerprint, and apply nothing").conflicts([
        "approved",
      ]),
    )
    .option(
      "--approved <FINGERPRINT>",
      "apply without asking, only when the plan of now has this fingerprint",
      fingerprintArgument,
    )
    .option(
      "--watch-timeout <SECONDS>",
      "how long to wait for the fleet, and for the services, to settle after the apply",
      wholeNumber(1, 172_800),
      14_400,
    )
    .option(
      "--poll-interval <SECONDS>",
      "between two looks at what settles, such as 0.5",
      decimalNumber(0.01, 300),
      15,
    );
  addPlanOptions(command);
  addReportOptions(command).action(apply);
  addHelp(command, help, knownDeployments);
}

/** Plans, asks where nobody has approved yet, applies, and publishes the report. */
async function apply(id: string, options: ApplyOptions, command: Command): Promise<void> {
  const problem = unknownStackOf([id]) ?? problemOf(options);
  if (problem !== undefined) return command.error(`error: ${problem}`);
  loadDeployments(); // the whole app is synthesized: a mistake anywhere is in its way
  const deployment = loadDeployment(id);

  // Loaded only now: the AWS SDK takes its time.
  const { LiveApply } = await import("../output/live-apply");
  const { shown } = await import("../../operations/apply/shown");
  const { planRenderers } = await import("../../operations/drift/reports/plan-renderers");
  using live = new LiveApply(deployment, options.logFormat);
  const onApplying = exitUnknownWhenUncaught;
  const report = await live.run(approvalOf(options, live), { ...options, onApplying });
  const entries = [withoutLists(report)];
  process.exitCode = await publishReport(report, shown(report, planRenderers), options, entries);
}

function approvalOf({ planOnly, approved, verbose }: ApplyOptions, live: LiveApply): Approval {
  if (planOnly) return { kind: "plan only" };
  if (approved !== undefined) return { kind: "approved", fingerprint: approved };
  return { kind: "ask", ask: (plan) => live.ask(plan, { verbose }) };
}

/** Whatever ends this process from here on, it isn't exit code 1, which says that nothing was applied. */
function exitUnknownWhenUncaught(): void {
  process.once("uncaughtExceptionMonitor", () => {
    process.once("exit", () => {
      process.exitCode = outcomes.UNKNOWN.exitCode;
    });
  });
}

/** What is wrong with the command's usage, and what to write instead; undefined when all is well. */
function problemOf(options: ApplyOptions): string | undefined {
  const { planOnly, approved } = options;
  const asks = !planOnly && approved === undefined;
  if (asks && !(process.stdin.isTTY && process.stderr.isTTY))
    return "nobody can be asked, because this is no terminal: write --plan-only, have a person approve the fingerprint, then write --approved FINGERPRINT";
  return undefined;
}

/** Each resource had a line of its own, and `--json` has them all. */
function withoutLists({ plan, applied: _, checkAfter, ...rest }: ApplyReport): object {
  return { ...rest, counts: plan.counts, checkAfter: checkAfter?.verdict ?? null };
}
