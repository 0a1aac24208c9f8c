import type { Environment } from "./environment";
import { architectureOf } from "./instance-types";

/**
 * What an environment looks up in the account instead of making it: the constructs look it up with
 * Terraform, and `testapp doctor` beforehand.
 */

/** The lookup of an environment's machine image: its owner, and EC2's filters beside that. */
export function imageLookup({ fleet }: Pick<Environment, "fleet">) {
  const { machineImage, instanceTypes } = fleet;
  return {
    owner: machineImage.owner,
    newest: "newestNamed" in machineImage,
    filters: [
      which(machineImage),
      { name: "architecture", values: [architectureOf(instanceTypes)] },
    ],
  };
}

function which(machineImage: Environment["fleet"]["machineImage"]) {
  if ("id" in machineImage) return { name: "image-id", values: [machineImage.id] };
  if ("name" in machineImage) return { name: "name", values: [machineImage.name] };
  return { name: "name", values: [machineImage.newestNamed] };
}
