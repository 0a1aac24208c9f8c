import { InvalidArgumentError } from "commander";

const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The value of an option that takes the id of a command of Systems Manager.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Command.html
 * @throws InvalidArgumentError for what can't be one
 */
export function commandIdArgument(value: string): string {
  if (form.test(value)) return value;
  throw new InvalidArgumentError(
    "Write the id of a command, 32 hexadecimal digits with hyphens between: a rollout prints it.",
  );
}
