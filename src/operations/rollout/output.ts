import { wholeCharacters } from "../report/visible";

/** What a run of the document wrote, as far as Systems Manager shows it. */
export interface Output {
  /** The exit code that the document's script itself names in its last line; undefined where none is seen. */
  readonly verdict: number | undefined;
  /** Its end, for people: of standard output, and behind it of standard error. */
  readonly tail: string;
}

/** Between the two in a list; the list keeps the beginning of both, of 2,500 characters. */
const separator = "\n----------ERROR-------\n";
/** Longest ends, in UTF-16 units. Standard error has the agent's own words, and must not hide the script's. */
const standardOutputTail = 1_500;
const standardErrorTail = 500;

/** The script puts its time before each line, and `|` before what the updater printed. */
const verdictLine = /^\d{4}-\d\d-\d\dT[\d:]+Z EXIT CODE (\d+): /gm;

export function outputOf(standardOutput: string, standardError: string): Output {
  const last = [...standardOutput.matchAll(verdictLine)].at(-1)?.[1];
  const ends = [
    standardOutput.trimEnd().slice(-standardOutputTail),
    standardError.trim().slice(-standardErrorTail),
  ];
  return {
    verdict: last === undefined ? undefined : Number(last),
    tail: ends
      .map(wholeCharacters)
      .filter((each) => each !== "")
      .join("\n"),
  };
}

/** The output as a list of invocations has it. */
export function listedOutput(text: string): Output {
  const [standardOutput = "", ...rest] = text.split(separator);
  return outputOf(standardOutput, rest.join(separator));
}
