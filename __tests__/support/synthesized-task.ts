import { type SynthesizedStack, synthesizeInventory } from "./synthesized";

/** A container as its task definition has it. */
export interface SynthesizedContainer {
  readonly command: readonly string[];
  readonly user: string;
  readonly readonlyRootFilesystem: boolean;
  readonly linuxParameters: object;
  /** Those that ECS reads as secrets have their ARNs as values. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The containers of the task of a service of a stack, by their names. */
export async function synthesizedTask(
  id: string,
  service: string,
): Promise<Readonly<Record<string, SynthesizedContainer>>> {
  const stack = (await synthesizeInventory())[id] as SynthesizedStack;
  const definition = stack.named("aws_ecs_task_definition", `${service}-task/this`);
  const containers = JSON.parse(definition.container_definitions) as any[];
  const entries = containers.map(({ name, command = [], environment, secrets, ...rest }) => {
    const given = [
      ...environment.map((each: any) => [each.name, each.value]),
      ...secrets.map((each: any) => [each.name, each.valueFrom]),
    ];
    return [name, { ...rest, command, variables: Object.fromEntries(given) }] as const;
  });
  return Object.fromEntries(entries);
}
