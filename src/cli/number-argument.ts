import { InvalidArgumentError } from "commander";

/**
 * Reads the value of an option that takes a whole number.
 *
 * @throws InvalidArgumentError for anything else, naming what is possible
 */
export function wholeNumber(least: number, greatest: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > greatest) {
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${greatest}.`);
    }
    return number;
  };
}
