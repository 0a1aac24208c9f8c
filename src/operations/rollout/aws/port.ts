import {
  CancelCommandCommand,
  DescribeDocumentCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { deploymentTag } from "../../../estate/deployment";
import { CallFailure } from "../../aws/call";
import type { Clients } from "../../aws/clients";
import { describeGroup } from "../../aws/describe-group";
import { sendGraceMs } from "../../aws/limited";
import { managedNodes } from "../../aws/managed-nodes";
import type { CommandQuery, RolloutPort, SendRequest } from "../port";
import { commandOf, documentOf, invocationOf, outputOf } from "./answers";

/** The most that a page of any of these lists may hold. */
const pageSize = 50;

export function rolloutPort(aws: Clients): RolloutPort {
  return {
    describeGroup: (groupName, call) => describeGroup(aws, groupName, call),

    describeDocument: (name, version, call) =>
      aws.ask("DescribeDocument", SSMClient, call, async (ssm, options) => {
        const command = new DescribeDocumentCommand({ Name: name, DocumentVersion: version });
        return documentOf(await ssm.send(command, options), name);
      }),

    listManagedNodes: (environmentId, page) => managedNodes(aws, environmentId, page),

    listCommands: (query, page) =>
      aws.ask("ListCommands", SSMClient, page, async (ssm, options) => {
        const command = new ListCommandsCommand({
          ...queryOf(query),
          MaxResults: pageSize,
          NextToken: page.nextToken,
        });
        const { Commands = [], NextToken } = await ssm.send(command, options);
        return { items: Commands.map(commandOf), nextToken: NextToken || undefined };
      }),

    listInvocations: (commandId, page) =>
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

    readOutput: (commandId, invocation, call) =>
      aws.ask("GetCommandInvocation", SSMClient, call, async (ssm, options) => {
        const command = new GetCommandInvocationCommand({
          CommandId: commandId,
          InstanceId: invocation.instanceId,
          PluginName: invocation.pluginName,
        });
        return outputOf(await ssm.send(command, options));
      }),

    sendCommand: (request, call) =>
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

    cancelCommand: (commandId, call) =>
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
