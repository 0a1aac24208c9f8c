import type { Command } from "commander";
import { environmentIds, loadDeployment } from "../../estate/deployments";
import type { CostReport } from "../../operations/cost/report";
import { fileOrStreamArgument, standardStream } from "../input/arguments";
import {
  addDeploymentArguments,
  type Choice,
  chosenIds,
  knownDeployments,
  nothingChosen,
} from "../input/environment-argument";
import { addHelp } from "../input/report-options";
import { exitCodesHelp, misconfigured } from "../output/exit-codes";
import { unwrittenExitCode } from "../output/publish";
import { writeTo, writeToPeople } from "../output/streams";
import { systemReason, writeWholeFile } from "../output/whole-file";

interface CostOptions extends Choice {
  readonly json?: string;
}

const help = `
It counts what synth writes, with a table of AWS's prices that is dated, and asks nobody. What it prints is a range:
from an idle month with the fewest instances to a busy one with the most.

${exitCodesHelp({}, { 0: "estimated", 1: "synth failed, or a report can't be written", ...misconfigured })}

Examples:
  bin/testapp cost ${environmentIds[0]}
  bin/testapp cost --all --json cost.json`;

/** Adds the command `cost` to the program. */
export function addCost(program: Command): void {
  const command = program
    .command("cost")
    .summary("what environments cost a month, roughly")
    .description("Estimates what environments cost a month, by component.");
  addDeploymentArguments(command, "the environments and foundations to estimate")
    .option("--json <FILE>", "write it as JSON; - is standard output", fileOrStreamArgument)
    .action(cost);
  addHelp(command, help, knownDeployments);
}

async function cost(
  named: readonly string[],
  options: CostOptions,
  command: Command,
): Promise<void> {
  const ids = chosenIds(named, options, command);
  if (ids.length === 0) return nothingChosen(command);
  const deployments = ids.map(loadDeployment);

  const { synthesizedStacks } = await import("../../operations/cost/synthesized");
  const { estimate } = await import("../../operations/cost/estimate");
  const { NotPriced } = await import("../../operations/cost/prices");
  const { costText } = await import("../../operations/cost/shown");
  const { jsonReport } = await import("../../operations/report/json");
  const { TerraformFailure } = await import("../../operations/terraform/failure");
  const { causes } = await import("../../operations/report/causes");
  const { readOnLine } = await import("../../operations/report/read-on");
  const fail = async (...lines: readonly string[]) => {
    await writeToPeople(process.stderr, `${lines.join("\n")}\n`);
    process.exitCode = unwrittenExitCode;
  };
  let report: CostReport;
  try {
    report = estimate(await synthesizedStacks(deployments));
  } catch (error) {
    if (error instanceof NotPriced) return fail(error.message);
    if (!(error instanceof TerraformFailure)) throw error;
    const sections = error.knownCause === null ? [] : [causes[error.knownCause]];
    return fail(...error.reasons, ...[readOnLine(sections) ?? []].flat());
  }
  const toStandardOutput = options.json === standardStream;
  try {
    await writeToPeople(toStandardOutput ? process.stderr : process.stdout, costText(report));
    if (toStandardOutput) await writeTo(process.stdout, jsonReport(report));
    else if (options.json !== undefined) writeWholeFile(options.json, jsonReport(report));
  } catch (error) {
    await fail(`The report can't be written: ${systemReason(error)}`);
  }
}
