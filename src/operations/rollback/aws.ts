import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  type MixedInstancesPolicy,
  StartInstanceRefreshCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateVersionCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ListCommandsCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { RefreshPreferences } from "../../estate/deployment";
import { type Call, CallFailure, type PageCall } from "../aws/call";
import { callerIdentity } from "../aws/caller-identity";
import type { Clients } from "../aws/clients";
import { describeGroup } from "../aws/group/describe-group";
import { instanceRefreshes } from "../aws/group/describe-instance-refreshes";
import {
  restorePoints,
  type TemplateVersion,
  templateVersions,
} from "../aws/images/restore-points";
import { readParameter } from "../aws/parameter";

/** What a rollback needs of AWS, and nothing else. */
export type RollbackPort = ReturnType<typeof rollbackPort>;

export function rollbackPort(aws: Clients) {
  return {
    describeGroup: (groupName: string, call: Call) => describeGroup(aws, groupName, call),

    listRefreshes: (groupName: string, page: PageCall) => instanceRefreshes(aws, groupName, page),

    listRestorePoints: (environmentId: string, page: PageCall) =>
      restorePoints(aws, environmentId, page),

    templateVersions: (templateId: string, versions: readonly string[], call: Call) =>
      templateVersions(aws, templateId, versions, call),

    readParameter: (name: string, call: Call) => readParameter(aws, name, call),

    callerIdentity: (call: Call) => callerIdentity(aws, call),

    /** The value replaces the one that is there. */
    writeParameter: (name: string, value: string, call: Call) =>
      aws.ask("PutParameter", SSMClient, call, async (ssm, options) => {
        const input = { Name: name, Value: value, Type: "String" as const, Overwrite: true };
        await ssm.send(new PutParameterCommand(input), options);
      }),

    /** Ids of commands with this document that are executing. */
    executingCommands: (documentName: string, page: PageCall) =>
      aws.ask("ListCommands", SSMClient, page, async (ssm, options) => {
        const command = new ListCommandsCommand({
          Filters: [
            { key: "DocumentName", value: documentName },
            { key: "ExecutionStage", value: "Executing" },
          ],
          NextToken: page.nextToken,
        });
        const { Commands = [], NextToken } = await ssm.send(command, options);
        const items = Commands.flatMap(({ CommandId }) => CommandId ?? []);
        return { items, nextToken: NextToken || undefined };
      }),

    /**
     * A version like another one, with another image. The token makes a repeated call answer with the same version.
     *
     * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
     */
    createTemplateVersion: (
      templateId: string,
      { source, imageId, token }: NewVersion,
      call: Call,
    ): Promise<string> =>
      aws.ask("CreateLaunchTemplateVersion", EC2Client, call, async (ec2, options) => {
        const command = new CreateLaunchTemplateVersionCommand({
          LaunchTemplateId: templateId,
          SourceVersion: source.version,
          // It isn't copied, and Terraform compares the newest version's.
          VersionDescription: source.description,
          LaunchTemplateData: { ImageId: imageId },
          ClientToken: token,
        });
        const { LaunchTemplateVersion } = await ec2.send(command, options);
        if (LaunchTemplateVersion?.VersionNumber === undefined)
          throw new CallFailure(
            "unavailable",
            "CreateLaunchTemplateVersion was answered without a version",
          );
        return String(LaunchTemplateVersion.VersionNumber);
      }),

    /**
     * Starts an instance refresh to a version of the group's own launch template, with all else of its mixed instances
     * policy. Undefined where the group has one already: it has one at a time. What is in Standby serves nobody, and
     * stays; what is protected from scaling in is replaced, too. By default AWS would wait an hour for either.
     *
     * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html
     */
    startRefresh: (
      groupName: string,
      { version, source }: { readonly version: string; readonly source: string },
      preferences: RefreshPreferences,
      call: Call,
    ): Promise<string | undefined> =>
      aws.ask("StartInstanceRefresh", AutoScalingClient, call, async (client, options) => {
        const asked = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] });
        const { AutoScalingGroups: [group] = [] } = await client.send(asked, options);
        const command = new StartInstanceRefreshCommand({
          AutoScalingGroupName: groupName,
          Strategy: "Rolling",
          DesiredConfiguration: {
            MixedInstancesPolicy: withVersion(group?.MixedInstancesPolicy, source, version),
          },
          Preferences: {
            MinHealthyPercentage: preferences.minHealthyPercentage,
            MaxHealthyPercentage: preferences.maxHealthyPercentage,
            InstanceWarmup: preferences.instanceWarmupSeconds,
            SkipMatching: false,
            ScaleInProtectedInstances: "Refresh",
            StandbyInstances: "Ignore",
            AutoRollback: false,
          },
        });
        try {
          return (await client.send(command, options)).InstanceRefreshId;
        } catch (error) {
          if (/^InstanceRefreshInProgress/.test((error as Error).name)) return undefined;
          throw error;
        }
      }),
  };
}

export interface NewVersion {
  readonly source: TemplateVersion;
  readonly imageId: string;
  readonly token: string;
}

/**
 * A refresh takes the whole policy, with the template's id or its name, and not with both.
 *
 * @param source the version that the new one is like; another one has come from somebody's apply
 */
function withVersion(
  policy: MixedInstancesPolicy | undefined,
  source: string,
  version: string,
): MixedInstancesPolicy {
  const template = policy?.LaunchTemplate?.LaunchTemplateSpecification;
  if (template?.LaunchTemplateId === undefined)
    throw new CallFailure("invalid", "the group has no mixed instances policy with a template");
  if (template.Version !== source)
    throw new CallFailure(
      "invalid",
      `somebody has given the group the template's version ${template.Version} meanwhile: roll back again`,
    );
  const { LaunchTemplateId } = template;
  return {
    ...policy,
    LaunchTemplate: {
      ...policy?.LaunchTemplate,
      LaunchTemplateSpecification: { LaunchTemplateId, Version: version },
    },
  };
}
