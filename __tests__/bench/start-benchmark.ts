import { writeFileSync } from "node:fs";
import path from "node:path";
import { alternate, type Measurement, type Session, warmUp } from "./alternate";
import { bareNode, testapp } from "./commands";

/** They take a tenth of a second each. */
const rounds = 15;

/** What people wait for who only ask for help, or have mistyped something. */
export interface StartMeasurements {
  /** Node.js with an empty file. */
  readonly bare: Measurement;
  readonly help: Measurement;
  /** An environment that there isn't. */
  readonly refused: Measurement;
}

/**
 * Measures how soon the command line answers, in fresh processes and in turn.
 *
 * @throws MeasurementError when a command's exit code isn't the one that it should be
 */
export async function measureStart(session: Session): Promise<StartMeasurements> {
  const empty = path.join(session.scratch, "empty.js");
  writeFileSync(empty, "");
  const commands = [
    bareNode(empty),
    testapp(["--help"]),
    testapp(["drift-check", "nowhere"], 64), // EX_USAGE
  ];
  await warmUp(commands, session);
  const [bare, help, refused] = [...(await alternate(commands, rounds, session)).values()];
  if (!bare || !help || !refused) throw new Error("not measured");
  return { bare, help, refused };
}
