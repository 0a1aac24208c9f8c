import { mkdirSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { alternate, type Measurement, type Measurements, type Session, warmUp } from "../alternate";
import {
  cdktfSynthWithTsx,
  generatedApplication,
  npmRunSynth,
  shippedApplication,
} from "../commands";
import { writeFloor } from "../floor";
import { type Command, MeasurementError, nodeCommand } from "../measured-process";
import { type Content, contentOf, readOutput, type SynthesizedOutput } from "./synthesized-output";

/** Numbers of generated environments. */
export const fewGenerated = 40;
export const manyGenerated = 400;

/** Rounds that count: enough for a median, few enough for a benchmark of a few minutes. */
const rounds = { small: 7, large: 3, commandLine: 3 };

/** An application process and its floor: bare Node.js, which writes the same data. */
export interface Scale {
  readonly environments: number;
  readonly content: Content;
  readonly application: Measurement;
  readonly floor: Measurement;
}

export interface SynthMeasurements {
  readonly shipped: Scale;
  readonly few: Scale;
  /** Null unless measured. */
  readonly long: LongMeasurements | null;
  readonly npmRunSynth: Measurement;
  readonly cdktfSynthWithTsx: Measurement;
}

/** Hundreds of environments, and fewer in turn with them: their runs make pairs. */
interface LongMeasurements {
  readonly many: Scale;
  readonly fewBesideMany: Scale;
}

/**
 * Measures every way to synthesize, each as a whole process.
 *
 * @param long whether also hundreds of environments, which takes minutes
 * @throws MeasurementError when a command fails, or when two that are compared write different data
 */
export async function measureSynth(long: boolean, session: Session): Promise<SynthMeasurements> {
  const shipped = await prepareScale("shipped", shippedApplication, session);
  const few = await prepareGenerated(fewGenerated, session);
  const ours = npmRunSynth(path.join(session.scratch, "npm-run-synth"));
  const usual = cdktfSynthWithTsx(path.join(session.scratch, "cdktf-synth-with-tsx"));
  await warmUp([ours, usual], session);
  for (const folder of ["npm-run-synth", "cdktf-synth-with-tsx"])
    expectSame(shipped.output, readOutput(path.join(session.scratch, folder)), folder);

  const small = [shipped.application, shipped.floor, few.application, few.floor];
  const smallRuns = await alternate(small, rounds.small, session);
  const longRuns = long ? await measureMany(few, session) : null;
  const commandLineRuns = await alternate([ours, usual], rounds.commandLine, session);

  return {
    shipped: scaleOf(shipped, smallRuns),
    few: scaleOf(few, smallRuns),
    long: longRuns,
    npmRunSynth: found(commandLineRuns, ours),
    cdktfSynthWithTsx: found(commandLineRuns, usual),
  };
}

async function measureMany(few: PreparedScale, session: Session): Promise<LongMeasurements> {
  const many = await prepareGenerated(manyGenerated, session);
  const commands = [few.application, few.floor, many.application, many.floor];
  const runs = await alternate(commands, rounds.large, session);
  return { many: scaleOf(many, runs), fewBesideMany: scaleOf(few, runs) };
}

interface PreparedScale {
  readonly application: Command;
  readonly floor: Command;
  readonly output: SynthesizedOutput;
}

function prepareGenerated(environments: number, session: Session): Promise<PreparedScale> {
  const application = (output: string) => generatedApplication(environments, output);
  return prepareScale(`${environments}`, application, session);
}

/** Runs an application once, and writes and runs the floor that its output gives. */
async function prepareScale(
  label: string,
  applicationTo: (output: string) => Command,
  session: Session,
): Promise<PreparedScale> {
  const folder = path.join(session.scratch, `scale-${label}`);
  const [applicationOutput, floorOutput] = [path.join(folder, "app"), path.join(folder, "floor")];
  mkdirSync(folder);

  const application = applicationTo(applicationOutput);
  await warmUp([application], session);
  const output = readOutput(applicationOutput);

  const script = path.join(folder, "floor.cjs");
  writeFloor(script, output, floorOutput);
  const floor = nodeCommand(application.name.replace("application", "floor"), [script]);
  await warmUp([floor], session);
  expectSame(output, readOutput(floorOutput), floor.name);

  return { application, floor, output };
}

/** A comparison of programs that do different work would mean nothing. */
function expectSame(expected: SynthesizedOutput, actual: SynthesizedOutput, name: string): void {
  if (!isDeepStrictEqual(actual, expected))
    throw new MeasurementError(
      `${name} wrote other data than the application process that it is compared with`,
    );
}

function scaleOf({ application, floor, output }: PreparedScale, measurements: Measurements): Scale {
  return {
    environments: [...output.keys()].filter((file) => file.startsWith("stacks/")).length,
    content: contentOf(output),
    application: found(measurements, application),
    floor: found(measurements, floor),
  };
}

function found(measurements: Measurements, { name }: Command): Measurement {
  const measurement = measurements.get(name);
  if (!measurement) throw new Error(`${name} has not been measured`);
  return measurement;
}
