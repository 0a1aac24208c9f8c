import { EC2Client, type Image, paginateDescribeImages } from "@aws-sdk/client-ec2";
import { type Checker, each, failed, ok, warning } from "../check";

const dayMs = 86_400_000;
/** Whoever keeps an image for longer goes without a quarter's security fixes. */
const oldDays = 90;

/** The image that constructs/compute/machine-image.ts looks up: exactly one, or the newest where it floats. */
export const machineImage: Checker<"machine-image"> = {
  scope: "environment",
  run: each(async ({ owner, filters, floats }, { aws, region, configuredIn }) => {
    const remedy = `give another machineImage in ${configuredIn} or src/systems/configuration/stand-ins.ts`;
    const input = {
      Owners: [owner],
      IncludeDeprecated: true,
      Filters: filters.map(({ name, values }) => ({ Name: name, Values: [...values] })),
    };
    const images = await aws.ask("ec2:DescribeImages", EC2Client, async (client, options) => {
      const all: Image[] = [];
      for await (const { Images = [] } of paginateDescribeImages({ client }, input, options))
        all.push(...Images);
      return all;
    });
    const sorted = [...images].sort((one, other) =>
      (other.CreationDate ?? "") < (one.CreationDate ?? "") ? -1 : 1,
    );
    const [found, ...others] = sorted;
    const sought = filters.map(({ name, values }) => `${name} ${values.join()}`).join(", ");
    if (found === undefined)
      return failed(`${owner} has no image in ${region} with ${sought}`, remedy);
    if (others.length > 0 && !floats)
      return failed(
        `${images.length} images of ${owner} in ${region} have ${sought}, and one is needed`,
        `give the image's id in ${configuredIn}: { owner, id }`,
      );
    const { ImageId = "an image", Name = "", State = "unknown" } = found;
    const image = `${ImageId} (${Name})`;
    if (State !== "available") return failed(`${image} is ${State}, and not available`, remedy);
    const deprecated = dateOf(found.DeprecationTime);
    if (deprecated !== undefined && deprecated.getTime() <= Date.now())
      return warning(`${image} is deprecated since ${dayOf(deprecated)}`, remedy);
    const made = dateOf(found.CreationDate);
    const days = made === undefined ? 0 : Math.floor((Date.now() - made.getTime()) / dayMs);
    if (made !== undefined && days > oldDays)
      return warning(
        `${image} was made ${dayOf(made)}, ${days} days ago, and lacks the security fixes since`,
        remedy,
      );
    return ok(image);
  }),
};

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
