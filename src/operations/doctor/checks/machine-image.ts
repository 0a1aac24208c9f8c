import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { type Checker, each, failed, ok } from "../check";

/** The image that constructs/compute/machine-image.ts looks up: exactly one, or the newest where it floats. */
export const machineImage: Checker<"machine-image"> = {
  scope: "environment",
  run: each(async ({ owner, filters, floats }, { aws, region, configuredIn }) => {
    const remedy = `give another machineImage in ${configuredIn} or src/systems/configuration/stand-ins.ts`;
    const { Images = [] } = await aws.ask("ec2:DescribeImages", EC2Client, (ec2, options) =>
      ec2.send(
        new DescribeImagesCommand({
          Owners: [owner],
          IncludeDeprecated: true,
          Filters: filters.map(({ name, values }) => ({ Name: name, Values: [...values] })),
        }),
        options,
      ),
    );
    const sorted = [...Images].sort((one, other) =>
      (other.CreationDate ?? "") < (one.CreationDate ?? "") ? -1 : 1,
    );
    const [found, ...others] = sorted;
    const sought = filters.map(({ name, values }) => `${name} ${values.join()}`).join(", ");
    if (found === undefined)
      return failed(`${owner} has no image in ${region} with ${sought}`, remedy);
    if (others.length > 0 && !floats)
      return failed(
        `${Images.length} images of ${owner} in ${region} have ${sought}, and one is needed`,
        `give the image's id in ${configuredIn}: { owner, id }`,
      );
    const { ImageId = "an image", Name = "", State = "unknown" } = found;
    if (State !== "available")
      return failed(`${ImageId} (${Name}) is ${State}, and not available`, remedy);
    return ok(`${ImageId} (${Name})`);
  }),
};
