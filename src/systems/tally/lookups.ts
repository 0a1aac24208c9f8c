import type { Environment } from "./environment";

/** Amazon, which publishes Amazon Linux. */
const owner = "137112412989";

/** The lookup of the machines' image: its owner, and EC2's filters beside that. */
export function imageLookup({ adder }: Pick<Environment, "adder">) {
  return {
    owner,
    newest: false,
    filters: [{ name: "name", values: [adder.machineImageName] }],
  };
}
