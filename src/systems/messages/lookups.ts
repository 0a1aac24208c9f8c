import type { Environment } from "./environment";

/** Amazon ECS, which publishes the images with its agent. */
const owner = "591542846629";

/**
 * The lookup of the instances' image. The SSM parameter `recommended` would name another one with each release, and so
 * show a change that nobody has decided.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html
 */
export function imageLookup({ capacity }: Pick<Environment, "capacity">) {
  return {
    owner,
    newest: false,
    filters: [{ name: "name", values: [capacity.machineImageName] }],
  };
}
