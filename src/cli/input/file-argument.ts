import { InvalidArgumentError } from "commander";

/** In place of a FILE: standard input or standard output. */
export const standardStream = "-";

/**
 * The value of an option that takes a FILE.
 *
 * @throws InvalidArgumentError for what is rather a forgotten value, or an empty variable of a shell
 */
export function fileArgument(value: string): string {
  if (value === "") throw new InvalidArgumentError("It is empty: name a file.");
  if (value.startsWith("-")) {
    throw new InvalidArgumentError(`Name a file before it, or write ./${value} for that name.`);
  }
  return value;
}

/** The value of an option that takes a FILE or `-`. */
export function fileOrStreamArgument(value: string): string {
  return value === standardStream ? value : fileArgument(value);
}
