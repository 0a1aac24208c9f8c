import {
  CancelCommandCommand,
  type CommandInvocation,
  type CommandPlugin,
  DescribeDocumentCommand,
  type DescribeDocumentResult,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  type Command as SdkCommand,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { deploymentTag } from "../../estate/deployment";
import { type Call, CallFailure, type Page, type PageCall } from "../aws/call";
import type { Clients } from "../aws/clients";
import { describeGroup } from "../aws/group/describe-group";
import { instanceRefreshes } from "../aws/group/describe-instance-refreshes";
import type { AutoScalingGroup } from "../aws/group/group";
import {
  createRestorePoint,
  type NewRestorePoint,
  removeRestorePoint,
  restorePoints,
  templateVersions,
} from "../aws/images/restore-points";
import { sendGraceMs } from "../aws/limited";
import { managedNodes } from "../aws/managed-nodes";
import { readParameter } from "../aws/parameter";
import { targetHealth } from "../aws/target-health";
import { listedOutput, type Output, outputOf } from "./output";

/** The most that a page of any of these lists may hold. */
const pageSize = 50;

/** What a rollout needs of AWS, and nothing else. Times are milliseconds since 1970 in UTC. */
export type RolloutPort = ReturnType<typeof rolloutPort>;

export function rolloutPort(aws: Clients) {
  return {
    /** Undefined when the account has no such group in the region. */
    describeGroup: (groupName: string, call: Call): Promise<Group | undefined> =>
      describeGroup(aws, groupName, call),

    listRefreshes: (groupName: string, page: PageCall) => instanceRefreshes(aws, groupName, page),

    targetHealth: (targetGroupArn: string, call: Call) => targetHealth(aws, targetGroupArn, call),

    createRestorePoint: (point: NewRestorePoint, call: Call) =>
      createRestorePoint(aws, point, call),

    listRestorePoints: (environmentId: string, page: PageCall) =>
      restorePoints(aws, environmentId, page),

    removeRestorePoint: (imageId: string, call: Call) => removeRestorePoint(aws, imageId, call),

    templateVersions: (templateId: string, versions: readonly string[], call: Call) =>
      templateVersions(aws, templateId, versions, call),

    /** Undefined where there is no such parameter. */
    readParameter: (name: string, call: Call) => readParameter(aws, name, call),

    /** @param version undefined for the default version */
    describeDocument: (name: string, version: string | undefined, call: Call) =>
      aws.ask("DescribeDocument", SSMClient, call, async (ssm, options) => {
        const command = new DescribeDocumentCommand({ Name: name, DocumentVersion: version });
        return documentOf(await ssm.send(command, options), name);
      }),

    /** Managed nodes that carry the environment's tag, each with its agent's state. */
    listManagedNodes: (environmentId: string, page: PageCall) =>
      managedNodes(aws, environmentId, page),

    listCommands: (query: CommandQuery, page: PageCall): Promise<Page<Command>> =>
      aws.ask("ListCommands", SSMClient, page, async (ssm, options) => {
        const command = new ListCommandsCommand({
          ...queryOf(query),
          MaxResults: pageSize,
          NextToken: page.nextToken,
        });
        const { Commands = [], NextToken } = await ssm.send(command, options);
        return { items: Commands.map(commandOf), nextToken: NextToken || undefined };
      }),

    listInvocations: (commandId: string, page: PageCall): Promise<Page<Invocation>> =>
      aws.ask("ListCommandInvocations", SSMClient, page, async (ssm, options) => {
        const command = new ListCommandInvocationsCommand({
          CommandId: commandId,
          Details: true, // the response code is only there
          MaxResults: pageSize,
          NextToken: page.nextToken,
        });
        const { CommandInvocations = [], NextToken } = await ssm.send(command, options);
        return { items: CommandInvocations.map(invocationOf), nextToken: NextToken || undefined };
      }),

    /** What a command invocation wrote. */
    readOutput: (commandId: string, invocation: Invocation, call: Call) =>
      aws.ask("GetCommandInvocation", SSMClient, call, async (ssm, options) => {
        const command = new GetCommandInvocationCommand({
          CommandId: commandId,
          InstanceId: invocation.instanceId,
          PluginName: invocation.pluginName,
        });
        const { StandardOutputContent = "", StandardErrorContent = "" } = await ssm.send(
          command,
          options,
        );
        return outputOf(StandardOutputContent, StandardErrorContent);
      }),

    /** One attempt and no more: the service has no token that would make a second one harmless. */
    sendCommand: (request: SendRequest, call: Call) =>
      aws.ask(
        "SendCommand",
        SSMClient,
        call,
        async (ssm, options) => {
          const { Command } = await ssm.send(new SendCommandCommand(inputOf(request)), options);
          if (!Command?.CommandId)
            throw new CallFailure("unavailable", "SendCommand was answered without a command id");
          return commandOf(Command);
        },
        sendGraceMs,
      ),

    cancelCommand: (commandId: string, call: Call) =>
      aws.ask("CancelCommand", SSMClient, call, async (ssm, options) => {
        await ssm.send(new CancelCommandCommand({ CommandId: commandId }), options);
      }),
  };
}

function queryOf(query: CommandQuery) {
  if ("commandId" in query) return { CommandId: query.commandId };
  const { documentName, executing, invokedAfter } = query;
  const filters = [
    { key: "DocumentName" as const, value: documentName },
    ...(executing ? [{ key: "ExecutionStage" as const, value: "Executing" }] : []),
    ...(invokedAfter === undefined
      ? []
      : [{ key: "InvokedAfter" as const, value: wholeSeconds(invokedAfter) }]),
  ];
  return { Filters: filters };
}

/** Such as `2026-07-07T00:00:00Z`. */
function wholeSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function inputOf(request: SendRequest) {
  const { to } = request;
  return {
    DocumentName: request.documentName,
    DocumentVersion: request.documentVersion,
    DocumentHash: request.documentHash,
    DocumentHashType: request.documentHashType,
    ...("environmentId" in to
      ? { Targets: [{ Key: `tag:${deploymentTag}`, Values: [to.environmentId] }] }
      : { InstanceIds: [...to.instanceIds] }),
    Comment: request.comment,
    MaxConcurrency: String(request.maxConcurrency),
    MaxErrors: String(request.maxErrors),
    TimeoutSeconds: request.deliveryTimeoutSeconds,
    CloudWatchOutputConfig: {
      CloudWatchLogGroupName: request.logGroupName,
      CloudWatchOutputEnabled: true,
    },
  };
}

/** What is read of an auto scaling group. */
export type Group = Omit<AutoScalingGroup, "minimumSize">;

export interface DocumentVersion {
  readonly version: string;
  readonly hash: string;
  readonly hashType: "Sha256" | "Sha1";
  /** `Active` when it can be sent. */
  readonly status: string;
}

/** One command, or those of a document. */
export type CommandQuery =
  | { readonly commandId: string }
  | {
      readonly documentName: string;
      readonly executing?: true;
      readonly invokedAfter?: number;
    };

export interface Command {
  readonly commandId: string;
  readonly documentName: string;
  /** Undefined where it isn't given. */
  readonly documentVersion: string | undefined;
  readonly comment: string;
  readonly requestedAt: number | undefined;
  readonly status: string;
  readonly statusDetails: string;
  /** May be 0 until the command is terminal. */
  readonly targetCount: number;
  readonly completedCount: number;
  readonly errorCount: number;
  readonly deliveryTimedOutCount: number;
}

/** A command invocation: one command on one instance. */
export interface Invocation {
  readonly instanceId: string;
  readonly status: string;
  readonly statusDetails: string;
  /** Of the plugin that failed, else 0; null where no plugin gave one. */
  readonly responseCode: number | null;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The plugin whose response code it is, where the document has several. */
  readonly pluginName: string | undefined;
  /** Its precondition was not met, so nothing ran, which Systems Manager calls a success. */
  readonly isSkipped: boolean;
  readonly output: Output;
  /** Whether the output is all that Systems Manager has, and not only the part that the list holds. */
  readonly isWhole: boolean;
}

export interface SendRequest {
  readonly documentName: string;
  readonly documentVersion: string;
  readonly documentHash: string;
  readonly documentHashType: "Sha256" | "Sha1";
  readonly to: { readonly environmentId: string } | { readonly instanceIds: readonly string[] };
  readonly comment: string;
  readonly maxConcurrency: number;
  readonly maxErrors: number;
  readonly deliveryTimeoutSeconds: number;
  readonly logGroupName: string;
}

export function documentOf({ Document }: DescribeDocumentResult, name: string): DocumentVersion {
  const { DocumentVersion, Hash, HashType = "Sha256", Status = "Active" } = Document ?? {};
  if (DocumentVersion === undefined || Hash === undefined)
    throw new CallFailure("invalid", `DescribeDocument gave no version or hash of ${name}`);
  return { version: DocumentVersion, hash: Hash, hashType: HashType, status: Status };
}

function commandOf(command: SdkCommand): Command {
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
  const shown = failed ?? coded[0];
  const words = `${shown?.Status} ${shown?.StatusDetails}`;
  return {
    instanceId: invocation.InstanceId ?? "",
    status: invocation.Status ?? "",
    statusDetails: invocation.StatusDetails ?? "",
    responseCode: shown?.ResponseCode ?? null,
    startedAt: earliest(plugins),
    endedAt: latest(plugins),
    pluginName: plugins.length > 1 ? failed?.Name : undefined,
    isSkipped: /skipped/i.test(words),
    output: listedOutput(shown?.Output ?? ""),
    isWhole: false,
  };
}

function earliest(plugins: readonly CommandPlugin[]): number | undefined {
  const times = plugins.map(({ ResponseStartDateTime }) => ResponseStartDateTime?.getTime());
  return times.find((time) => time !== undefined && !Number.isNaN(time));
}

function latest(plugins: readonly CommandPlugin[]): number | undefined {
  const times = plugins.map(({ ResponseFinishDateTime }) => ResponseFinishDateTime?.getTime());
  return times.findLast((time) => time !== undefined && !Number.isNaN(time));
}
