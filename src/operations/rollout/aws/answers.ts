import type {
  CommandInvocation,
  CommandPlugin,
  DescribeDocumentResult,
  GetCommandInvocationResult,
  Command as SdkCommand,
} from "@aws-sdk/client-ssm";
import { CallFailure } from "../../aws/call";
import type { Command, DocumentVersion, Invocation } from "../port";

/** Longest end of an output that is kept, in UTF-16 units. */
const outputLimit = 4_000;

export function documentOf({ Document }: DescribeDocumentResult, name: string): DocumentVersion {
  const { DocumentVersion, Hash, HashType = "Sha256", Status = "Active" } = Document ?? {};
  if (DocumentVersion === undefined || Hash === undefined)
    throw new CallFailure("invalid", `DescribeDocument gave no version or hash of ${name}`);
  return { version: DocumentVersion, hash: Hash, hashType: HashType, status: Status };
}

export function commandOf(command: SdkCommand): Command {
  return {
    commandId: command.CommandId ?? "",
    documentName: command.DocumentName ?? "",
    documentVersion: command.DocumentVersion,
    comment: command.Comment ?? "",
    requestedAt: command.RequestedDateTime?.getTime(),
    status: command.Status ?? "",
    statusDetails: command.StatusDetails ?? "",
    targetCount: command.TargetCount ?? 0,
    completedCount: command.CompletedCount ?? 0,
    errorCount: command.ErrorCount ?? 0,
    deliveryTimedOutCount: command.DeliveryTimedOutCount ?? 0,
  };
}

/** With the plugin that failed where there is one: a document may have several. */
export function invocationOf(invocation: CommandInvocation): Invocation {
  const plugins = invocation.CommandPlugins ?? [];
  const coded = plugins.filter(({ ResponseCode }) => ResponseCode !== undefined);
  const failed = coded.find(({ ResponseCode }) => ResponseCode !== 0);
  const code = (failed ?? coded[0])?.ResponseCode ?? null;
  return {
    instanceId: invocation.InstanceId ?? "",
    status: invocation.Status ?? "",
    statusDetails: invocation.StatusDetails ?? "",
    responseCode: code,
    startedAt: earliest(plugins),
    endedAt: latest(plugins),
    pluginName: plugins.length > 1 ? failed?.Name : undefined,
    output: failed?.Output?.slice(-outputLimit),
  };
}

/** Standard output and then standard error, of which each may be cut by Systems Manager. */
export function outputOf(result: GetCommandInvocationResult): string {
  return [result.StandardOutputContent, result.StandardErrorContent]
    .filter((text) => text !== undefined && text !== "")
    .join("\n")
    .slice(-outputLimit);
}

function earliest(plugins: readonly CommandPlugin[]): number | undefined {
  const times = plugins.map(({ ResponseStartDateTime }) => ResponseStartDateTime?.getTime());
  return times.find((time) => time !== undefined && !Number.isNaN(time));
}

function latest(plugins: readonly CommandPlugin[]): number | undefined {
  const times = plugins.map(({ ResponseFinishDateTime }) => ResponseFinishDateTime?.getTime());
  return times.findLast((time) => time !== undefined && !Number.isNaN(time));
}
