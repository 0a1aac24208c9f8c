import { type Command, measure, type Run } from "./measured-process";

/** What every measurement needs from the benchmark as a whole. */
export interface Session {
  /** Existing folder, removed at the benchmark's end. */
  readonly scratch: string;
  readonly interruption: AbortSignal;
  readonly progress: (text: string) => void;
}

/** Runs of one command, in the order of the rounds: the n-th runs of two commands make a pair. */
export interface Measurement {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** Measurements by their commands' names. */
export type Measurements = ReadonlyMap<string, Measurement>;

/**
 * Runs each command once and forgets what it took, so that those that follow find the files that
 * they read in memory.
 *
 * @throws MeasurementError when a command fails
 */
export async function warmUp(commands: readonly Command[], session: Session): Promise<void> {
  for (const command of commands) {
    session.progress(`warm-up: ${command.name}`);
    await measure(command, session.scratch, session.interruption);
  }
}

/**
 * Measures commands in turn (A B C, A B C, …), so that a machine that becomes slower or faster
 * meanwhile does so for all of them.
 *
 * @throws MeasurementError when a command fails
 */
export async function alternate(
  commands: readonly Command[],
  rounds: number,
  { scratch, interruption, progress }: Session,
): Promise<Measurements> {
  const runsOf = new Map<string, Run[]>(commands.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const command of commands) {
      progress(`round ${round} of ${rounds}: ${command.name}`);
      runsOf.get(command.name)?.push(await measure(command, scratch, interruption));
    }
  }
  return new Map([...runsOf].map(([name, runs]) => [name, { name, runs }]));
}
