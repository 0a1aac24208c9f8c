import type { PathRoute } from "../../support/path-routes";
import { type SynthesizedStack, synthesizeInventory } from "../../support/synthesized";
import { type ServiceName, serviceNames } from "./running-tally";

const tallyStack = async () =>
  (await synthesizeInventory())["tally-production"] as SynthesizedStack;

/** What the load balancer asks all machines and tasks: whoever fails it is replaced. */
export async function synthesizedHealthPath(): Promise<string> {
  const groups = (await tallyStack()).ofType("aws_lb_target_group");
  const paths = new Set<string>(groups.map(({ health_check: check }) => check.path));
  const [path] = paths;
  if (path === undefined || paths.size > 1) throw new Error(`They ask for ${[...paths]}`);
  return path;
}

/** The rules of the stack's listener and its default answer, as Terraform gets them, with ports for target groups. */
export async function synthesizedRoutes(
  ports: Readonly<Record<ServiceName, number>>,
): Promise<[routes: PathRoute[], otherwise: string]> {
  const stack = await tallyStack();
  const portOf = (reference: string) => {
    const service = serviceNames.find((name) => reference.includes(`.${name}-target-group_`));
    if (service === undefined) throw new Error(`Whose target group is ${reference}?`);
    return ports[service];
  };
  const rules = stack
    .ofType("aws_lb_listener_rule")
    .sort((one, other) => one.priority - other.priority)
    .map(({ condition, action }) => ({
      paths: condition[0].path_pattern.values,
      port: portOf(action[0].target_group_arn),
    }));
  const listener = stack.named("aws_lb_listener", "load-balancer/https");
  return [rules, listener.default_action[0].fixed_response.message_body];
}

/** The variables that the boot of the adder's machine gives its service. */
export async function synthesizedMachineVariables(): Promise<Readonly<Record<string, string>>> {
  const script = Buffer.from(
    (await tallyStack()).only("aws_launch_template").user_data,
    "base64",
  ).toString();
  const written = /<<'VARIABLES'\n([\s\S]*?)\nVARIABLES/.exec(script)?.[1] ?? "";
  // Only the machine knows it.
  const lines = [...written.split("\n"), "DATABASE_HOST="];
  return Object.fromEntries(lines.map((line) => line.split("=", 2) as [string, string]));
}
