import type { CommandInvocation } from "@aws-sdk/client-ssm";
import type { InstanceRefresh } from "../../../src/operations/aws/group/instance-refresh";
import type { Target } from "../../../src/operations/aws/target-health";
import type { Command, Group } from "../../../src/operations/rollout/aws";
import { ec2Answer } from "./ec2";
import type { Operation } from "./faults";
import { type Paging, pageOf } from "./paging";
import type { World } from "./world";
import { matching } from "./world-port";

/** Where a refresh is told to which version of the launch template it goes. */
const askedVersion =
  "DesiredConfiguration.MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.Version";

/** Undefined where AWS answers with an error. */
export function act(world: World, operation: Operation, input: any, paging: Paging): unknown {
  const now = world.clock.now();
  switch (operation) {
    case "DescribeAutoScalingGroups":
      return pageOf(
        [world.group(input.name)].filter((group) => group !== undefined),
        paging,
        input.NextToken,
      );
    case "DescribeInstanceRefreshes":
      return pageOf(world.refreshes(input.name), paging, input.NextToken);
    case "StartInstanceRefresh":
      return world.launches.start(
        input[askedVersion],
        Number(input["Preferences.MinHealthyPercentage"]),
      );
    case "GetCallerIdentity":
      return { account: world.accountId };
    case "DescribeTargetHealth":
      return { items: world.targetHealth(input.name) };
    case "CreateImage":
    case "DescribeImages":
    case "DeregisterImage":
    case "DescribeLaunchTemplateVersions":
    case "CreateLaunchTemplateVersion":
      return ec2Answer(world, operation, input);
    case "GetParameter":
      return world.updates === undefined
        ? undefined
        : {
            Parameter: {
              Name: input.Name,
              Type: "String",
              Value: world.updates,
              LastModifiedDate: world.updatesAt / 1_000,
            },
          };
    case "PutParameter":
      world.write(input.Value);
      return { Version: 2 };
    case "DescribeDocument": {
      const { version, hash, hashType, status } = world.document(input.DocumentVersion);
      return {
        Document: {
          Name: input.Name,
          DocumentVersion: version,
          DefaultVersion: "7",
          Hash: hash,
          HashType: hashType,
          Status: status,
        },
      };
    }
    case "DescribeInstanceInformation": {
      const [filter] = input.Filters;
      const nodes = filter.Key === "tag:EnvironmentId" ? world.managedNodes(filter.Values[0]) : [];
      const page = pageOf(nodes, paging, input.NextToken);
      const list = page.items.map(({ instanceId, pingStatus }) => ({
        InstanceId: instanceId,
        PingStatus: pingStatus,
      }));
      return { InstanceInformationList: list, NextToken: page.nextToken };
    }
    case "ListCommands": {
      const page = pageOf(matching(world, queryOf(input)), paging, input.NextToken);
      return { Commands: page.items.map(commandJson), NextToken: page.nextToken };
    }
    case "ListCommandInvocations": {
      const page = world.invocations(input.CommandId, paging, input.NextToken);
      if (page === undefined) return undefined;
      return { CommandInvocations: page.items.map(invocationJson), NextToken: page.nextToken };
    }
    case "GetCommandInvocation":
      return world.output(input.CommandId, input.InstanceId);
    case "SendCommand":
      return { Command: commandJson(world.send(sendRequestOf(input)).asListed(now)) };
    case "CancelCommand":
      world.command(input.CommandId)?.cancel(now);
      return {};
    case "PutMetricData":
      return {};
  }
}

export function errorOf(operation: Operation, input: any) {
  if (operation === "GetParameter") return { __type: "ParameterNotFound", message: input.Name };
  const isId = operation === "ListCommandInvocations";
  return { __type: isId ? "InvalidCommandId" : "ValidationException", message: input.CommandId };
}

function queryOf(input: any) {
  if (input.CommandId !== undefined) return { commandId: input.CommandId };
  const value = (key: string) => input.Filters.find((each: any) => each.key === key)?.value;
  const after = value("InvokedAfter");
  return {
    documentName: value("DocumentName"),
    ...(value("ExecutionStage") === "Executing" ? { executing: true as const } : {}),
    ...(after === undefined ? {} : { invokedAfter: Date.parse(after) }),
  };
}

function sendRequestOf(input: any) {
  return {
    documentName: input.DocumentName,
    documentVersion: input.DocumentVersion,
    documentHash: input.DocumentHash,
    documentHashType: input.DocumentHashType,
    to:
      input.InstanceIds === undefined
        ? { environmentId: input.Targets[0].Values[0] }
        : { instanceIds: input.InstanceIds },
    comment: input.Comment,
    maxConcurrency: Number(input.MaxConcurrency),
    maxErrors: Number(input.MaxErrors),
    deliveryTimeoutSeconds: input.TimeoutSeconds,
    logGroupName: input.CloudWatchOutputConfig.CloudWatchLogGroupName,
  };
}

function commandJson(command: Command) {
  return {
    CommandId: command.commandId,
    DocumentName: command.documentName,
    DocumentVersion: command.documentVersion,
    Comment: command.comment,
    RequestedDateTime: seconds(command.requestedAt),
    Status: command.status,
    StatusDetails: command.statusDetails,
    TargetCount: command.targetCount,
    CompletedCount: command.completedCount,
    ErrorCount: command.errorCount,
    DeliveryTimedOutCount: command.deliveryTimedOutCount,
  };
}

/** Times are seconds since 1970 on the wire. */
function invocationJson({ CommandPlugins = [], ...invocation }: CommandInvocation) {
  const plugins = CommandPlugins.map((plugin) => ({
    ...plugin,
    ResponseStartDateTime: seconds(plugin.ResponseStartDateTime?.getTime()),
    ResponseFinishDateTime: seconds(plugin.ResponseFinishDateTime?.getTime()),
  }));
  return { ...invocation, CommandPlugins: plugins };
}

function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/** An answer as the query protocol has it. */
export function xml(world: World, operation: Operation, name: string, result: any) {
  if (operation === "StartInstanceRefresh")
    return answered(operation, `<InstanceRefreshId>${result}</InstanceRefreshId>`);
  if (operation === "GetCallerIdentity") {
    const arn = `arn:aws:sts::${result.account}:assumed-role/operator/ann`;
    return answered(operation, `<Arn>${arn}</Arn><Account>${result.account}</Account>`);
  }
  const { items, nextToken } = result;
  const list = listOf(world, operation, name, items);
  const token = nextToken === undefined ? "" : `<NextToken>${nextToken}</NextToken>`;
  return answered(operation, `${list}${token}`);
}

function answered(operation: Operation, content: string): string {
  return `<${operation}Response><${operation}Result>${content}</${operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${operation}Response>`;
}

function listOf(world: World, operation: Operation, name: string, items: readonly any[]): string {
  switch (operation) {
    case "DescribeInstanceRefreshes":
      return members("InstanceRefreshes", items.map(refreshXml));
    case "DescribeTargetHealth":
      return members("TargetHealthDescriptions", items.map(targetXml));
    default:
      return members(
        "AutoScalingGroups",
        items.map((group) => groupXml(world, name, group)),
      );
  }
}

function members(list: string, each: readonly string[]): string {
  return `<${list}>${each.map((member) => `<member>${member}</member>`).join("")}</${list}>`;
}

function refreshXml(refresh: InstanceRefresh): string {
  const { refreshId, status, statusReason, startedAt, percentageComplete, template } = refresh;
  const optional = [
    statusReason && `<StatusReason>${statusReason}</StatusReason>`,
    startedAt && `<StartTime>${new Date(startedAt).toISOString()}</StartTime>`,
    percentageComplete && `<PercentageComplete>${percentageComplete}</PercentageComplete>`,
    template && `<DesiredConfiguration>${policyXml(template)}</DesiredConfiguration>`,
  ];
  return `<InstanceRefreshId>${refreshId}</InstanceRefreshId><Status>${status}</Status>${optional.map((each) => each ?? "").join("")}`;
}

function targetXml({ instanceId, state }: Target): string {
  return `<Target><Id>${instanceId}</Id><Port>80</Port></Target><TargetHealth><State>${state}</State></TargetHealth>`;
}

function launchTemplateXml(template: string | undefined, element = "LaunchTemplate"): string {
  const [id, version] = template?.split(" ") ?? [];
  return `<${element}><LaunchTemplateId>${id}</LaunchTemplateId><Version>${version}</Version></${element}>`;
}

function policyXml(template: string | undefined): string {
  const specification = launchTemplateXml(template, "LaunchTemplateSpecification");
  const overrides = members("Overrides", ["<InstanceType>c6in.large</InstanceType>"]);
  return `<MixedInstancesPolicy><LaunchTemplate>${specification}${overrides}</LaunchTemplate></MixedInstancesPolicy>`;
}

function groupXml(world: World, name: string, group: Group): string {
  const { desiredCapacity, targetGroupArns, instances } = group;
  const list = instances.map(
    ({ instanceId, lifecycleState, isHealthy, template }) =>
      `<InstanceId>${instanceId}</InstanceId><LifecycleState>${lifecycleState}</LifecycleState><HealthStatus>${isHealthy ? "Healthy" : "Unhealthy"}</HealthStatus>${launchTemplateXml(template)}<AvailabilityZone>us-east-1a</AvailabilityZone><ProtectedFromScaleIn>false</ProtectedFromScaleIn>`,
  );
  const arn = `arn:aws:autoscaling:us-east-1:${world.accountId}:autoScalingGroup:11111111-1111-4111-8111-111111111111:autoScalingGroupName/${name}`;
  return `<AutoScalingGroupName>${name}</AutoScalingGroupName><AutoScalingGroupARN>${arn}</AutoScalingGroupARN><MinSize>3</MinSize><MaxSize>6</MaxSize><DesiredCapacity>${desiredCapacity}</DesiredCapacity>${policyXml(group.template)}${members("TargetGroupARNs", targetGroupArns)}${members("Instances", list)}`;
}
