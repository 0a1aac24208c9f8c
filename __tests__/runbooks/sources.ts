import { readFileSync } from "node:fs";
import path from "node:path";
import { outcomeMeanings as applyMeanings } from "../../src/operations/apply/reports/wording";
import { outcomeMeanings as bakeMeanings } from "../../src/operations/bake/reports/wording";
import { checkNames, machineChecks } from "../../src/operations/doctor/all-checks";
import { outcomeMeanings as doctorMeanings } from "../../src/operations/doctor/reports/wording";
import { verdictMeanings } from "../../src/operations/drift/reports/wording";
import { causes } from "../../src/operations/report/causes";
import {
  applySections,
  bakeSections,
  commandSections,
  doctorSections,
  documentExitCodes,
  exitCodeSection,
  outcomeSections,
  updaterSection,
  verdictSections,
} from "../../src/operations/report/runbook";
import { outcomeMeanings as rolloutMeanings } from "../../src/operations/rollout/reports/wording";

/** Every section of RUNBOOK-investigate.md that a message of the code names, by who names it. */
export const namedSections: Readonly<Record<string, readonly string[]>> = {
  verdicts: Object.values(verdictSections),
  outcomes: Object.values(outcomeSections),
  "an apply's outcomes": Object.values(applySections),
  "a bake's outcomes": Object.values(bakeSections),
  "the doctor's outcomes": Object.values(doctorSections),
  causes: Object.values(causes),
  commands: Object.values(commandSections),
  "exit codes on an instance": [
    ...documentExitCodes.map((code) => exitCodeSection(code) ?? ""),
    updaterSection,
  ],
};

/** Exit codes that the updater's document gives, as its script lists them. */
export const scriptExitCodes: readonly number[] = [
  ...readFileSync(
    path.resolve(__dirname, "../../src/systems/test-app/scripts/run-updater/run-updater.sh"),
    "utf8",
  ).matchAll(/^# {3}(\d+) +\S/gm),
].map(([, code]) => Number(code));

/** How the report of each verdict and outcome begins, with the section that it names. */
export const headlines: readonly (readonly [word: string, meaning: string, section: string])[] = [
  ...headlinesOf(verdictMeanings, verdictSections),
  ...headlinesOf(rolloutMeanings, outcomeSections),
  ...headlinesOf(applyMeanings, applySections),
  ...headlinesOf(bakeMeanings, bakeSections),
  ...headlinesOf(doctorMeanings, doctorSections),
];

function headlinesOf<Word extends string>(
  meanings: Readonly<Record<Word, string>>,
  sections: Readonly<Record<Word, string>>,
) {
  const words = Object.keys(sections) as Word[];
  return words.map((word) => [word, meanings[word], sections[word]] as const);
}

/** Every check of the doctor, as its report names it. */
export const doctorChecks: readonly string[] = [
  "credentials",
  "regions",
  ...Object.keys(machineChecks),
  ...checkNames,
];

const jenkinsfile = readFileSync(path.resolve(__dirname, "../../Jenkinsfile"), "utf8");

/** What the Jenkinsfile itself writes into a build's log: the fixed parts of each message. */
export const jenkinsMessages: readonly (readonly string[])[] = [
  ...jenkinsfile.matchAll(/\b(?:error|unstable|echo) (["'])(.+?)\1/g),
].map(([, , text = ""]) => text.split(/\$\{[^}]*\}/).filter((part) => part.trim() !== ""));

/** What the Jenkinsfile says of the exit codes of the commands. */
export const jenkinsMeanings: readonly string[] = [
  ...new Set(
    jenkinsfile
      .split("\n")
      .flatMap((line) => [...line.matchAll(/\b\d+: (["'])((?:(?!\1).)+)\1/g)])
      .map(([, , meaning = ""]) => meaning),
  ),
];
