import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import { imageFilters } from "../../systems/test-app/lookups";

export interface MachineImageProps {
  readonly settings: Pick<Environment, "fleet">;
}

/**
 * Looks up the machine image by its exact name or id, or by a pattern where the environment lets it
 * float. Deprecated images are found too: a public image is deprecated after two years at the latest
 * and would otherwise vanish from lookups by name, and with it every plan.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html
 */
export class MachineImage extends Construct {
  public readonly imageId: string;
  /** Such as `/dev/xvda`: where the image expects its root volume. */
  public readonly rootDeviceName: string;

  constructor(scope: Construct, id: string, { settings }: MachineImageProps) {
    super(scope, id);

    const { machineImage } = settings.fleet;
    const image = new DataAwsAmi(this, "this", {
      owners: [machineImage.owner],
      mostRecent: "newestNamed" in machineImage,
      includeDeprecated: true,
      filter: imageFilters(settings),
    });

    this.imageId = image.id;
    this.rootDeviceName = image.rootDeviceName;
  }
}
