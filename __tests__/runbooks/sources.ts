import { readFileSync } from "node:fs";
import path from "node:path";
import { outcomes as applyOutcomes } from "../../src/operations/apply/report";
import { outcomes as bakeOutcomes } from "../../src/operations/bake/report";
import { outcomes as bootstrapOutcomes } from "../../src/operations/bootstrap/failure";
import { outcomes as databaseUserOutcomes } from "../../src/operations/database-user/user-report";
import { checkNames } from "../../src/operations/doctor/all-checks";
import { machineChecks } from "../../src/operations/doctor/checks/machine";
import { outcomes as doctorOutcomes } from "../../src/operations/doctor/report";
import { verdicts } from "../../src/operations/drift/report";
import { states } from "../../src/operations/pipeline/summary";
import { causes } from "../../src/operations/report/causes";
import type { OutcomeTable } from "../../src/operations/report/outcomes";
import { outcomes as restoreOutcomes } from "../../src/operations/restore/report";
import { outcomes as reviewOutcomes } from "../../src/operations/review/report";
import { outcomes as rollbackOutcomes } from "../../src/operations/rollback/report";
import { outcomes as rolloutOutcomes } from "../../src/operations/rollout/report";
import {
  documentExitCodes,
  exitCodeSection,
  instanceSections,
} from "../../src/operations/rollout/sections";
import { outcomes as secretOutcomes } from "../../src/operations/secret/failure";

/** The section for whoever has nothing to do: no message names it. */
const allIsWell = "All is well";

/** Tables whose words people see in a report. */
const reported = {
  verdicts,
  "a rollout's outcomes": rolloutOutcomes,
  "a rollback's outcomes": rollbackOutcomes,
  "an apply's outcomes": applyOutcomes,
  "a bake's outcomes": bakeOutcomes,
  "the doctor's outcomes": doctorOutcomes,
};

/** Every operation's table of outcomes, by what it is of. */
export const tables: Readonly<Record<string, OutcomeTable>> = {
  ...reported,
  "bootstrap's outcomes": bootstrapOutcomes,
  "the secret's outcomes": secretOutcomes,
  "database-user's outcomes": databaseUserOutcomes,
  "a summary's states": states,
  "a review's outcomes": reviewOutcomes,
  "a restore's outcomes": restoreOutcomes,
};

/** Every section that a message of the code names, by who names it. */
export const namedSections: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      Object.values(table).map(({ section }) => section ?? allIsWell),
    ]),
  ),
  causes: Object.values(causes),
  "what happened on an instance": [
    ...documentExitCodes.map((code) => exitCodeSection(code)),
    ...Object.values(instanceSections),
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
export const headlines: readonly (readonly [word: string, meaning: string, section: string])[] =
  Object.values<OutcomeTable>(reported).flatMap((table) =>
    Object.entries(table).map(
      ([word, { meaning, section }]) => [word, meaning, section ?? allIsWell] as const,
    ),
  );

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
