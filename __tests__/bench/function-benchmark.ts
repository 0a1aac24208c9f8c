import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { zippedHandler } from "../../src/constructs/compute/handler-zip";
import { alternate, type Measurement, type Session, warmUp } from "./alternate";
import { MeasurementError, nodeCommand } from "./measured-process";

const rounds = 9;

/** What Lambda does before the first event: Node.js starts and loads the function's code. */
export interface FunctionMeasurements {
  /** Lambda's limit on what is uploaded is 50 MB. */
  readonly zipBytes: number;
  readonly load: Measurement;
  /** Node.js with an empty file. */
  readonly floor: Measurement;
}

/**
 * Measures a cold start of the function, as far as it is ours, in fresh processes.
 *
 * @throws MeasurementError when a process fails
 */
export async function measureFunction(session: Session): Promise<FunctionMeasurements> {
  session.progress("bundling the function");
  const zip = zippedHandler("lambda/autoupdater.ts");
  const { "index.js": code } = unzipSync(zip);
  if (code === undefined) throw new MeasurementError("The function's zip holds no index.js");

  const folder = path.join(session.scratch, "function");
  const [index, empty] = [path.join(folder, "index.js"), path.join(folder, "empty.js")];
  mkdirSync(folder);
  writeFileSync(index, code);
  writeFileSync(empty, "");
  const commands = [nodeCommand("function, loaded", [index]), nodeCommand("bare node", [empty])];
  await warmUp(commands, session);
  const [load, floor] = [...(await alternate(commands, rounds, session)).values()];
  if (load === undefined || floor === undefined) throw new Error("not measured");
  return { zipBytes: zip.length, load, floor };
}
