import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { fileArgument, wholeNumber } from "./arguments";

/** How something is planned. */
export interface PlanOptions {
  readonly synthesized?: string;
  /** In seconds, as is the next. */
  readonly lockTimeout: number;
  readonly planTimeout: number;
  readonly verbose?: true;
  /** Whether AWS's API is asked for what was added and no plan shows. */
  readonly additions: boolean;
}

/** Adds the options that say how something is planned. Another folder than of synthesized output is wrong usage. */
export function addPlanOptions(command: Command): Command {
  return command
    .option(
      "--synthesized <DIR>",
      "plan this output of cdktf synth (default: synthesize first)",
      fileArgument,
    )
    .option(
      "--lock-timeout <SECONDS>",
      "how long to wait for a state that somebody else has locked",
      wholeNumber(0, 3600),
      60,
    )
    .option("--plan-timeout <SECONDS>", "how long one plan may take", wholeNumber(1, 86_400), 1800)
    .option(
      "--no-additions",
      "don't ask AWS's API for what was added by hand and no plan shows; a rollout refuses such a report",
    )
    .option("--verbose", "list also what is state-only, and lists longer than 20 lines")
    .hook("preAction", () => {
      const { synthesized }: Partial<PlanOptions> = command.opts();
      if (synthesized !== undefined && !existsSync(path.join(synthesized, "manifest.json")))
        command.error(
          `error: --synthesized ${synthesized} is no output of cdktf synth: it holds no manifest.json`,
        );
    });
}
