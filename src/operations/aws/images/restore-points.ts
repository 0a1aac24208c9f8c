import {
  CreateImageCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  type Image,
} from "@aws-sdk/client-ec2";
import { deploymentTag } from "../../../estate/deployment";
import { type Call, CallFailure, type Page, type PageCall } from "../call";
import type { Clients } from "../clients";
import { commitTag, type RestorePoint, runIdTag } from "./restore-point";

export interface NewRestorePoint {
  readonly instanceId: string;
  /** One of a kind in its account and region. */
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The most that a page of images may hold. */
const pageSize = 100;

/**
 * Begins an image of a running instance, which goes on serving. An image of that name that is there already was made by
 * an earlier attempt, whose answer was lost.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
 *
 * @throws CallFailure
 */
export function createRestorePoint(
  aws: Clients,
  { instanceId, name, description, tags }: NewRestorePoint,
  call: Call,
): Promise<void> {
  return aws.ask("CreateImage", EC2Client, call, async (ec2, options) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const command = new CreateImageCommand({
      InstanceId: instanceId,
      Name: name,
      Description: description,
      NoReboot: true,
      TagSpecifications: [
        { ResourceType: "image", Tags },
        { ResourceType: "snapshot", Tags },
      ],
    });
    try {
      await ec2.send(command, options);
    } catch (error) {
      if ((error as Error).name !== "InvalidAMIName.Duplicate") throw error;
    }
  });
}

/**
 * A deployment's restore points, in no order.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
 *
 * @throws CallFailure
 */
export function restorePoints(
  aws: Clients,
  deploymentId: string,
  page: PageCall,
): Promise<Page<RestorePoint>> {
  return aws.ask("DescribeImages", EC2Client, page, async (ec2, options) => {
    const command = new DescribeImagesCommand({
      Owners: ["self"],
      Filters: [
        { Name: `tag:${deploymentTag}`, Values: [deploymentId] },
        { Name: "tag-key", Values: [runIdTag] },
      ],
      MaxResults: pageSize,
      NextToken: page.nextToken,
    });
    const { Images = [], NextToken } = await ec2.send(command, options);
    return { items: Images.flatMap(restorePointOf), nextToken: NextToken || undefined };
  });
}

function restorePointOf(image: Image): RestorePoint[] {
  const tag = (key: string) => image.Tags?.find(({ Key }) => Key === key)?.Value;
  const runId = tag(runIdTag);
  if (image.ImageId === undefined || runId === undefined) return [];
  const volumes = (image.BlockDeviceMappings ?? []).filter(({ Ebs }) => Ebs !== undefined);
  return [
    {
      imageId: image.ImageId,
      name: image.Name ?? "",
      runId,
      commit: tag(commitTag) ?? null,
      state: image.State ?? "unknown",
      stateReason: image.StateReason?.Message ?? null,
      createdAt: image.CreationDate ?? "",
      hasSnapshots: volumes.length > 0 && volumes.every(({ Ebs }) => Ebs?.SnapshotId !== undefined),
    },
  ];
}

/**
 * Removes an image, and the snapshots that no other image has.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html
 *
 * @throws CallFailure
 */
export function removeRestorePoint(aws: Clients, imageId: string, call: Call): Promise<void> {
  return aws.ask("DeregisterImage", EC2Client, call, async (ec2, options) => {
    const command = new DeregisterImageCommand({
      ImageId: imageId,
      DeleteAssociatedSnapshots: true,
    });
    const { DeleteSnapshotResults = [] } = await ec2.send(command, options);
    const left = DeleteSnapshotResults.filter(
      ({ ReturnCode }) => ReturnCode !== "success" && ReturnCode !== "skipped",
    );
    if (left.length === 0) return;
    const snapshots = left.map(({ SnapshotId, ReturnCode }) => `${SnapshotId} (${ReturnCode})`);
    throw new CallFailure(
      "invalid",
      `the image ${imageId} is removed, and these snapshots of it are left: ${snapshots.join(", ")}`,
    );
  });
}

/** A version of a launch template. */
export interface TemplateVersion {
  readonly version: string;
  readonly imageId: string | undefined;
  readonly description: string | undefined;
  /** When it was made, in milliseconds since 1970; undefined where AWS doesn't say. */
  readonly createdAt: number | undefined;
}

/**
 * Versions of a launch template.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
 *
 * @param versions numbers, or `$Latest`, `$Default`
 * @throws CallFailure
 */
export function templateVersions(
  aws: Clients,
  templateId: string,
  versions: readonly string[],
  call: Call,
): Promise<TemplateVersion[]> {
  return aws.ask("DescribeLaunchTemplateVersions", EC2Client, call, async (ec2, options) => {
    const command = new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: templateId,
      Versions: [...versions],
    });
    const { LaunchTemplateVersions = [] } = await ec2.send(command, options);
    return LaunchTemplateVersions.map((version) => ({
      version: String(version.VersionNumber),
      imageId: version.LaunchTemplateData?.ImageId,
      description: version.VersionDescription,
      createdAt: version.CreateTime?.getTime(),
    }));
  });
}
