import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { alternate, type Session } from "./alternate";
import {
  cdktfSynth,
  generatedApplication,
  npmRunSynth,
  runnerOf,
  shippedApplication,
} from "./commands";
import { type SelfTime, selfTimes } from "./cpu-profile";
import { type Command, MeasurementError, measure, nodeCommand } from "./measured-process";
import { medianOf, peakKibibytes, wallMilliseconds } from "./statistics";

/** A process that does one thing more than the step before it. */
export interface Step {
  readonly name: string;
  readonly wallMilliseconds: number;
  /** Peak resident memory; null where it isn't measured. */
  readonly peakKibibytes: number | null;
}

/** Why synth takes what it takes. */
export interface Profile {
  readonly steps: readonly Step[];
  /** Of the application in which functions were sampled. */
  readonly environments: number;
  /** Most first. */
  readonly selfTimes: readonly SelfTime[];
}

const roundsOfSteps = 3;

/**
 * Measures synth step by step, and samples the functions of the application.
 *
 * @param environments how many it has when it is sampled
 * @throws MeasurementError when a command fails
 */
export async function profileSynth(environments: number, session: Session): Promise<Profile> {
  return {
    steps: await measureSteps(session),
    environments,
    selfTimes: await sampleFunctions(environments, session),
  };
}

async function measureSteps(session: Session): Promise<Step[]> {
  const folder = path.join(session.scratch, "steps");
  mkdirSync(folder);
  const empty = path.join(folder, "empty.ts");
  writeFileSync(empty, "");
  const output = path.join(folder, "output");

  const commands: Command[] = [
    nodeCommand("Node.js", [empty]),
    runnerOf("+ bundler, empty file", empty),
    { ...generatedApplication(0, output), name: "+ modules of the application" },
    { ...shippedApplication(output), name: "+ shipped environments = application process" },
    { ...cdktfSynth(output), name: "+ cdktf's command line" },
    { ...npmRunSynth(output), name: "+ npm = npm run synth" },
  ];
  const measurements = await alternate(commands, roundsOfSteps, session);
  return [...measurements.values()].map((measurement) => ({
    name: measurement.name,
    wallMilliseconds: medianOf(measurement, wallMilliseconds),
    peakKibibytes: measurement.runs.some((run) => run.peakKibibytes === null)
      ? null
      : medianOf(measurement, peakKibibytes),
  }));
}

async function sampleFunctions(environments: number, session: Session): Promise<SelfTime[]> {
  const folder = path.join(session.scratch, "cpu-profile");
  mkdirSync(folder);
  const application = generatedApplication(environments, path.join(folder, "output"));
  session.progress(`profile: ${application.name}`);
  const sampled = {
    ...application,
    args: ["--cpu-prof", `--cpu-prof-dir=${folder}`, ...application.args],
  };
  await measure(sampled, session.scratch, session.interruption);

  const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  if (file === undefined) throw new MeasurementError(`${application.name} left no profile`);
  return selfTimes(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
}
