import { LaunchTemplate as AwsLaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";

export interface LaunchTemplateProps {
  readonly name: string;
  readonly rootVolumeGibibytes: number;
  /** Of the instances, their volumes and their network interfaces. */
  readonly tags: Record<string, string>;
  readonly image: { readonly imageId: string; readonly rootDeviceName: string };
  readonly instanceProfileArn: string;
  readonly securityGroupId: string;
  /** Whether it has an address of its own in the internet (default: yes, as a default VPC needs for a way out). */
  readonly publicAddress?: boolean;
  readonly encryptionKeyArn: string;
  /** A shell script, as text. */
  readonly userData: string;
}

/**
 * How an instance is launched: only IMDSv2 from the instance itself, an encrypted gp3 root volume,
 * metrics each minute, tags on all that it brings with it. Its type is the auto scaling group's
 * choice. Its public address, where it has one, is for the way out: the security group lets nothing in but the load
 * balancer.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-templates.html
 */
export class LaunchTemplate extends Construct {
  public readonly templateId: string;
  public readonly arn: string;
  /** A number, never `$Latest`: a new version must show in the plan and start an instance refresh. */
  public readonly latestVersion: string;

  constructor(scope: Construct, id: string, props: LaunchTemplateProps) {
    super(scope, id);

    const { publicAddress = true } = props;
    const template = new AwsLaunchTemplate(this, "this", {
      name: props.name,
      description: `Instances of ${props.name}`,
      imageId: props.image.imageId,
      iamInstanceProfile: { arn: props.instanceProfileArn },
      ebsOptimized: "true",
      monitoring: { enabled: true },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: String(publicAddress),
          deleteOnTermination: "true",
          securityGroups: [props.securityGroupId],
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: props.image.rootDeviceName,
          ebs: {
            volumeType: "gp3",
            volumeSize: props.rootVolumeGibibytes,
            encrypted: "true",
            kmsKeyId: props.encryptionKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: props.tags,
      })),
      userData: Buffer.from(props.userData).toString("base64"),
    });
    if (publicAddress)
      acceptFindings(template, {
        CKV_AWS_88:
          "a default VPC has no other way out; the security group lets in the load balancer alone",
      });

    this.templateId = template.id;
    this.arn = template.arn;
    this.latestVersion = Fn.tostring(template.latestVersion);
  }
}
