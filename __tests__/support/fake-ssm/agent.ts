import type { CommandInvocation, GetCommandInvocationResult } from "@aws-sdk/client-ssm";

/**
 * What Systems Manager's agent makes of a step that has ended.
 * https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/framework/processor/executer/iohandler/iohandler.go
 */
export interface Step {
  readonly status: string;
  readonly statusDetails: string;
  readonly code: number | null;
  /** What the script wrote to standard output. */
  readonly printed: string;
  readonly isSkipped: boolean;
}

const standardOutputLimit = 24_000;
const standardErrorLimit = 8_000;
const pluginOutputLimit = 2_500;
const truncated = "--output truncated--";

/** The last line of the document's script. */
export function verdict(code: number): string {
  const sentence =
    code === 0 ? "the updater succeeded" : `the updater failed with exit code ${code}`;
  return `2026-03-01T08:00:05Z EXIT CODE ${code}: ${sentence}.\n`;
}

/** As `GetCommandInvocation` shows it. */
export function wholeOutput(step: Step): GetCommandInvocationResult {
  return {
    StandardOutputContent: cut(step.printed, standardOutputLimit),
    StandardErrorContent: cut(standardError(step), standardErrorLimit),
  };
}

/** As `ListCommandInvocations` shows it: the head of both. */
export function pluginOutput(step: Step): string {
  if (step.isSkipped)
    return "Step execution skipped due to unsatisfied preconditions: '\"StringEquals\": [platformType, Linux]'. Step name: runUpdater";
  const errors = standardError(step);
  const behind = errors === "" ? "" : `\n----------ERROR-------\n${errors}`;
  return `${step.printed}${behind}`.slice(0, pluginOutputLimit);
}

export function pluginOf(
  step: Step,
  [start, end]: readonly [Date | undefined, Date | undefined],
): NonNullable<CommandInvocation["CommandPlugins"]>[number] {
  return {
    Name: "aws:runShellScript",
    Status: step.status as never,
    StatusDetails: step.isSkipped ? "Skipped" : step.statusDetails,
    ResponseCode: step.code ?? undefined,
    ResponseStartDateTime: start,
    ResponseFinishDateTime: end,
    Output: end === undefined ? undefined : pluginOutput(step),
  };
}

/** Of a script that failed, and not of one that the agent itself ended. */
function standardError({ statusDetails, code }: Step): string {
  if (statusDetails !== "Failed" || code === null) return "";
  const end = code === -1 ? "signal: killed" : `exit status ${code}`;
  return `failed to run commands: ${end}`;
}

function cut(text: string, limit: number): string {
  return text.length > limit ? text.slice(0, limit - truncated.length) + truncated : text;
}
