import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { imageFilters } from "../../../systems/test-app/lookups";
import type { Check } from "../check";
import type { EnvironmentContext } from "../context";
import { failed, ok } from "../finding";

const remedy =
  "give another machineImage in src/systems/test-app/environments.ts or src/systems/configuration/stand-ins.ts";

/** The image that constructs/machine-image.ts looks up: exactly one, or the newest where it floats. */
export const machineImage: Check<EnvironmentContext> = {
  name: "machine-image",
  run: async ({ aws, environment }) => {
    const { region } = environment;
    const { machineImage: image } = environment.fleet;
    const { Images = [] } = await aws.ask("ec2:DescribeImages", EC2Client, (ec2, options) =>
      ec2.send(
        new DescribeImagesCommand({
          Owners: [image.owner],
          IncludeDeprecated: true,
          Filters: imageFilters(environment).map(({ name, values }) => ({
            Name: name,
            Values: values,
          })),
        }),
        options,
      ),
    );
    const floats = "newestNamed" in image;
    const sorted = [...Images].sort((one, other) =>
      (other.CreationDate ?? "") < (one.CreationDate ?? "") ? -1 : 1,
    );
    const [found, ...others] = sorted;
    const sought = imageFilters(environment)
      .map(({ name, values }) => `${name} ${values.join()}`)
      .join(", ");
    if (found === undefined)
      return [failed(`${image.owner} has no image in ${region} with ${sought}`, remedy)];
    if (others.length > 0 && !floats)
      return [
        failed(
          `${Images.length} images of ${image.owner} in ${region} have ${sought}, and one is needed`,
          "give the image's id in src/systems/test-app/environments.ts: { owner, id }",
        ),
      ];
    const { ImageId = "an image", Name = "", State = "unknown" } = found;
    if (State !== "available")
      return [failed(`${ImageId} (${Name}) is ${State}, and not available`, remedy)];
    return [ok(`${ImageId} (${Name})`)];
  },
};
