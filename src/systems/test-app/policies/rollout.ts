import { allow, type PolicyStatement } from "../../../constructs/security/policy-document";
import { deploymentTag } from "../../../estate/deployment";
import { outcomeMetrics } from "../../../estate/outcome-metrics";
import { account } from "../../configuration/account";
import type { Environment } from "../environment";
import { namesOf } from "../names";

/** ARNs of what a rollout works on. */
export interface RolloutResources {
  readonly documentArn: string;
  /** Of the key of the instances' volumes. */
  readonly encryptionKeyArn: string;
  readonly launchTemplateArn: string;
}

/**
 * What the updater's function may do beside running: send the environment's document to the environment's
 * instances, read what a rollout reads, and tell its outcome. A resource is `*` only where AWS accepts no other.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export function rolloutPolicy(
  { id, region }: Pick<Environment, "id" | "region">,
  { documentArn, encryptionKeyArn, launchTemplateArn }: RolloutResources,
): PolicyStatement[] {
  return [
    allow("SendOwnDocument", {
      Action: ["ssm:SendCommand", "ssm:DescribeDocument"],
      Resource: documentArn,
    }),
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html
    allow("SendToOwnInstances", {
      Action: ["ssm:SendCommand"],
      Resource: `arn:aws:ec2:${region}:${account.id}:instance/*`,
      Condition: { StringEquals: { [`ssm:resourceTag/${deploymentTag}`]: id } },
    }),
    ...restorePointPolicy(region, id, encryptionKeyArn),
    ...rollbackPolicy(region, id, launchTemplateArn),
    allow("ReadAndHoldUpdates", {
      Action: ["ssm:GetParameter", "ssm:PutParameter"],
      Resource: `arn:aws:ssm:${region}:${account.id}:parameter${namesOf({ id, region }).updatesParameter}`,
    }),
    // A command has no ARN, and neither has a list: only the region can be limited.
    allow("FollowCommands", {
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeInstanceRefreshes",
        "ec2:DescribeImages",
        "ec2:DescribeLaunchTemplateVersions",
        "elasticloadbalancing:DescribeTargetHealth",
        "ssm:DescribeInstanceInformation",
        "ssm:ListCommands",
        "ssm:ListCommandInvocations",
        "ssm:GetCommandInvocation",
        "ssm:CancelCommand",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    }),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    allow("TellOutcome", {
      Action: ["cloudwatch:PutMetricData"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:RequestedRegion": region,
          "cloudwatch:namespace": outcomeMetrics.namespace,
        },
      },
    }),
  ];
}

/**
 * Making images of the environment's instances, and removing the environment's images: told by the tag that both carry
 * from the beginning. EC2 copies what the volume's key encrypts.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
function restorePointPolicy(
  region: string,
  id: string,
  encryptionKeyArn: string,
): PolicyStatement[] {
  const images = [`arn:aws:ec2:${region}::image/*`, `arn:aws:ec2:${region}::snapshot/*`];
  return [
    allow("MakeImagesOfOwnInstances", {
      Action: ["ec2:CreateImage"],
      Resource: `arn:aws:ec2:${region}:${account.id}:instance/*`,
      Condition: { StringEquals: { [`aws:ResourceTag/${deploymentTag}`]: id } },
    }),
    allow("MakeOwnImages", {
      Action: ["ec2:CreateImage"],
      Resource: images,
      Condition: { StringEquals: { [`aws:RequestTag/${deploymentTag}`]: id } },
    }),
    allow("TagImagesAsOwn", {
      Action: ["ec2:CreateTags"],
      Resource: images,
      Condition: {
        StringEquals: {
          "ec2:CreateAction": "CreateImage",
          [`aws:RequestTag/${deploymentTag}`]: id,
        },
      },
    }),
    allow("RemoveOwnImages", {
      Action: ["ec2:DeregisterImage", "ec2:DeleteSnapshot"],
      Resource: images,
      Condition: { StringEquals: { [`aws:ResourceTag/${deploymentTag}`]: id } },
    }),
    allow("CopyEncryptedVolumes", {
      Action: [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncrypt*",
      ],
      Resource: encryptionKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } },
    }),
  ];
}

/**
 * Replacing the environment's instances by ones of another image: a version of its launch template, and an instance
 * refresh of its group. Auto Scaling asks of whoever starts one all that launching from that template takes. EC2 lets a
 * caller override what a template says, and the role may write any version: so whoever may change the function's code
 * may run anything with the instances' role.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 */
function rollbackPolicy(
  region: Environment["region"],
  id: string,
  launchTemplateArn: string,
): PolicyStatement[] {
  const { base, instanceRole } = namesOf({ id, region });
  return [
    allow("MakeOwnTemplateVersions", {
      Action: ["ec2:CreateLaunchTemplateVersion"],
      Resource: launchTemplateArn,
    }),
    allow("ReplaceOwnInstances", {
      Action: ["autoscaling:StartInstanceRefresh"],
      Resource: `arn:aws:autoscaling:${region}:${account.id}:autoScalingGroup:*:autoScalingGroupName/${base}`,
    }),
    allow("LaunchFromOwnTemplate", {
      Action: ["ec2:RunInstances"],
      Resource: [`arn:aws:ec2:${region}:${account.id}:*/*`, `arn:aws:ec2:${region}::image/*`],
      Condition: { ArnEquals: { "ec2:LaunchTemplate": launchTemplateArn } },
    }),
    allow("TagWhatIsLaunched", {
      Action: ["ec2:CreateTags"],
      Resource: ["instance", "volume", "network-interface"].map(
        (kind) => `arn:aws:ec2:${region}:${account.id}:${kind}/*`,
      ),
      Condition: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    }),
    allow("GiveInstancesTheirRole", {
      Action: ["iam:PassRole"],
      Resource: `arn:aws:iam::${account.id}:role/${instanceRole}`,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    }),
  ];
}
