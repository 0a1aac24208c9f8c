import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  CancelCommandCommand,
  DescribeDocumentCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { deploymentTag } from "../../../estate/deployment";
import { CallFailure } from "../../aws/call";
import { limited, sendGraceMs } from "../../aws/limited";
import { oneAttempt } from "../../aws/one-attempt";
import type { CommandQuery, RolloutPort, SendRequest } from "../port";
import { commandOf, documentOf, groupOf, invocationOf, outputOf } from "./answers";

/** The most that a page of any of these lists may hold. */
const pageSize = 50;

/**
 * The port, with the SDK's clients: credentials and endpoints from its default chain, each call one
 * attempt, because the rollout itself knows what may be repeated.
 */
export class AwsRolloutPort implements RolloutPort {
  private readonly ssm: SSMClient;
  private readonly autoScaling: AutoScalingClient;

  constructor(region: string) {
    const configuration = oneAttempt(region);
    this.ssm = new SSMClient(configuration);
    this.autoScaling = new AutoScalingClient(configuration);
  }

  /** Closes the connections. */
  destroy(): void {
    this.ssm.destroy();
    this.autoScaling.destroy();
  }

  readonly describeGroup: RolloutPort["describeGroup"] = (groupName, call) =>
    limited("DescribeAutoScalingGroups", call, async (options) => {
      const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] });
      const { AutoScalingGroups = [] } = await this.autoScaling.send(command, options);
      return groupOf(AutoScalingGroups, groupName);
    });

  readonly describeDocument: RolloutPort["describeDocument"] = (name, version, call) =>
    limited("DescribeDocument", call, async (options) => {
      const command = new DescribeDocumentCommand({
        Name: name,
        ...(version === undefined ? {} : { DocumentVersion: version }),
      });
      return documentOf(await this.ssm.send(command, options), name);
    });

  readonly listManagedNodes: RolloutPort["listManagedNodes"] = (environmentId, page) =>
    limited("DescribeInstanceInformation", page, async (options) => {
      const command = new DescribeInstanceInformationCommand({
        Filters: [{ Key: `tag:${deploymentTag}`, Values: [environmentId] }],
        MaxResults: pageSize,
        ...next(page.nextToken),
      });
      const { InstanceInformationList = [], NextToken } = await this.ssm.send(command, options);
      const items = InstanceInformationList.map(({ InstanceId = "", PingStatus = "unknown" }) => ({
        instanceId: InstanceId,
        pingStatus: PingStatus,
      }));
      return { items, nextToken: NextToken || undefined };
    });

  readonly listCommands: RolloutPort["listCommands"] = (query, page) =>
    limited("ListCommands", page, async (options) => {
      const command = new ListCommandsCommand({
        ...queryOf(query),
        MaxResults: pageSize,
        ...next(page.nextToken),
      });
      const { Commands = [], NextToken } = await this.ssm.send(command, options);
      return { items: Commands.map(commandOf), nextToken: NextToken || undefined };
    });

  readonly listInvocations: RolloutPort["listInvocations"] = (commandId, page) =>
    limited("ListCommandInvocations", page, async (options) => {
      const command = new ListCommandInvocationsCommand({
        CommandId: commandId,
        Details: true, // the response code is only there
        MaxResults: pageSize,
        ...next(page.nextToken),
      });
      const { CommandInvocations = [], NextToken } = await this.ssm.send(command, options);
      return { items: CommandInvocations.map(invocationOf), nextToken: NextToken || undefined };
    });

  readonly readOutput: RolloutPort["readOutput"] = (commandId, invocation, call) =>
    limited("GetCommandInvocation", call, async (options) => {
      const command = new GetCommandInvocationCommand({
        CommandId: commandId,
        InstanceId: invocation.instanceId,
        ...(invocation.pluginName === undefined ? {} : { PluginName: invocation.pluginName }),
      });
      return outputOf(await this.ssm.send(command, options));
    });

  readonly sendCommand: RolloutPort["sendCommand"] = (request, call) =>
    limited(
      "SendCommand",
      call,
      async (options) => {
        const { Command } = await this.ssm.send(new SendCommandCommand(inputOf(request)), options);
        if (!Command?.CommandId)
          throw new CallFailure("unavailable", "SendCommand was answered without a command id");
        return commandOf(Command);
      },
      sendGraceMs,
    );

  readonly cancelCommand: RolloutPort["cancelCommand"] = (commandId, call) =>
    limited("CancelCommand", call, async (options) => {
      await this.ssm.send(new CancelCommandCommand({ CommandId: commandId }), options);
    });
}

function next(nextToken: string | undefined) {
  return nextToken === undefined ? {} : { NextToken: nextToken };
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
