import { type Command, Option } from "commander";
import { line } from "../../operations/report/visible";
import { outcomes } from "../../operations/review/report";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  outputHelp,
  type ReportFiles,
} from "../input/report-options";
import { exitCodesHelp, unwritten } from "../output/exit-codes";
import { publishReport } from "../output/publish";
import { interruptible } from "../output/signals";

interface ReviewOptions extends ReportFiles {
  readonly failOn?: "dangerous";
  readonly logFormat: LogFormat;
}

const help = `
BASE is a commit, a tag or a branch, such as origin/main. It is synthesized in a temporary folder, with the packages
that are installed here where it locks the same ones; the working tree is synthesized as it is, with what isn't
committed. It asks neither AWS nor Terraform, and needs the network only to install BASE's own packages.

It prints Markdown: what is dangerous first, then each change once, with the environments that have it and those of
their kind that don't. --markdown writes at most as much as a comment of GitHub takes. Secrets are never shown.

${outputHelp}

${exitCodesHelp(outcomes, unwritten)}

Examples:
  bin/testapp review origin/main
  bin/testapp review HEAD --fail-on dangerous --markdown review.md`;

/** Adds the command `review` to the program. */
export function addReview(program: Command): void {
  const command = program
    .command("review")
    .summary("what the working tree changes in each environment")
    .description(
      "Says what the working tree changes in each environment against a revision of git, and what of it is dangerous.",
    )
    .argument("<BASE>", "the revision to compare with")
    .addOption(
      new Option(
        "--fail-on <WHAT>",
        "end with exit code 2 where something dangerous changes",
      ).choices(["dangerous"]),
    );
  addReportOptions(command).action(runTheReview);
  addHelp(command, help);
}

async function runTheReview(base: string, options: ReviewOptions): Promise<void> {
  const { runReview } = await import("../../operations/review/run");
  const { estimate } = await import("../../operations/cost/estimate");
  const { shown } = await import("../../operations/review/shown");
  const { markdownReport } = await import("../../operations/report/markdown");
  const costOf = (id: string, region: string, stack: object) =>
    estimate([{ id, region, stack }]).total;
  process.exitCode = await interruptible(
    () => new Error("The review was interrupted"),
    async (stop) => {
      const report = await runReview(base, costOf, stop);
      const read = shown(report, options.failOn !== undefined);
      const isSame = report.outcome === "UNCHANGED";
      const peoplesText = isSame
        ? `No environment changes against ${line(base)}.\n`
        : markdownReport(read, Number.POSITIVE_INFINITY);
      return publishReport(report, read, { ...options, peoplesText });
    },
  );
}
