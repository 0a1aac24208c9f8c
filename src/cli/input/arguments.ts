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

/**
 * Reads the value of an option that takes a whole number.
 *
 * @throws InvalidArgumentError for anything else, naming what is possible
 */
export function wholeNumber(least: number, greatest: number): (value: string) => number {
  return numberIn("a whole number", /^\d+$/, least, greatest);
}

/** The same of a number that may have a fraction, such as `0.5`. */
export function decimalNumber(least: number, greatest: number): (value: string) => number {
  return numberIn("a number", /^\d+(\.\d+)?$/, least, greatest);
}

function numberIn(what: string, form: RegExp, least: number, greatest: number) {
  return (value: string) => {
    const number = Number(value);
    if (!form.test(value) || number < least || number > greatest) {
      throw new InvalidArgumentError(`Write ${what} from ${least} to ${greatest}.`);
    }
    return number;
  };
}

/**
 * The value of an option that takes the id of a command of Systems Manager.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Command.html
 */
export const commandIdArgument = textOf(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "Write the id of a command, 32 hexadecimal digits with hyphens between: a rollout prints it.",
);

/** The value of an option that takes the run id of a rollout. */
export const runIdArgument = textOf(
  /^[A-Za-z0-9._:-]{1,64}$/,
  "Write the run id of a rollout: its report names it.",
);

/** The value of an option that says why, in a line. */
export const reasonArgument = textOf(
  /^(?=.*\S)[^\p{C}]{3,300}$/u,
  "Write the reason in one line of 3 to 300 characters: it is what others read of the hold.",
);

/** The value of an option that takes the fingerprint of a plan. */
export const fingerprintArgument = textOf(
  /^sha256:[0-9a-f]{64}$/,
  "Write a plan's fingerprint, sha256: and 64 hexadecimal digits: apply --plan-only prints it.",
);

function textOf(form: RegExp, remedy: string) {
  return (value: string) => {
    if (form.test(value)) return value;
    throw new InvalidArgumentError(remedy);
  };
}

/**
 * The value of an option that takes a moment in UTC, such as `2026-11-21T09:30:00Z`.
 *
 * @throws InvalidArgumentError for anything else: without a zone, another machine would read another moment
 */
export function timeArgument(value: string): Date {
  const time = new Date(value);
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value);
  if (isWritten && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError("Write a time in UTC, such as 2026-11-21T09:30:00Z.");
}
