import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { Construct } from "constructs";

export interface MachineImageProps {
  /** Account id, or `self`, `amazon`, `aws-marketplace`. */
  readonly owner: string;
  /** Whether the newest that is found is taken; else there must be exactly one. */
  readonly newest: boolean;
  readonly filters: { readonly name: string; readonly values: string[] }[];
}

/**
 * Looks up the machine image by its exact name or id, or by a pattern where it may
 * float. Deprecated images are found too: a public image is deprecated after two years at the latest
 * and would otherwise vanish from lookups by name, and with it every plan.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html
 */
export class MachineImage extends Construct {
  public readonly imageId: string;
  /** Such as `/dev/xvda`: where the image expects its root volume. */
  public readonly rootDeviceName: string;

  constructor(scope: Construct, id: string, { owner, newest, filters }: MachineImageProps) {
    super(scope, id);

    const image = new DataAwsAmi(this, "this", {
      owners: [owner],
      mostRecent: newest,
      includeDeprecated: true,
      filter: filters,
    });

    this.imageId = image.id;
    this.rootDeviceName = image.rootDeviceName;
  }
}
