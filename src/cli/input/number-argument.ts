import { InvalidArgumentError } from "commander";

/**
 * Reads the value of an option that takes a whole number.
 *
 * @throws InvalidArgumentError for anything else, naming what is possible
 */
export function wholeNumber(least: number, greatest: number): (value: string) => number {
  return numberIn("a whole number", /^\d+$/, least, greatest);
}

/**
 * Reads the value of an option that takes a number, which may have a fraction, such as `0.5`.
 *
 * @throws InvalidArgumentError for anything else, naming what is possible
 */
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
