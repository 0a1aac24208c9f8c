import { type EnvironmentId, loadEnvironments } from "../config/environments";
import { examine } from "../doctor/examine";
import { defaultCredentials } from "../doctor/identity";
import { thisMachine } from "../doctor/machine";
import { doctorProgress } from "./doctor-progress";
import { doctorPublication } from "./doctor-publication";
import type { LogFormat } from "./log-format";
import { publish } from "./publish";
import type { ReportFiles } from "./report-files";

/** What a person or a pipeline asks of an examination. */
export interface DoctorOptions extends ReportFiles {
  readonly logFormat: LogFormat;
}

/**
 * Examines environments, shows the progress, and publishes the report. It changes nothing, so a signal may
 * end it at any time.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runDoctor(
  ids: readonly EnvironmentId[],
  options: DoctorOptions,
): Promise<number> {
  const environments = loadEnvironments();
  const view = doctorProgress(options.logFormat);
  const report = await examine({
    environments: ids.map((id) => environments[id]),
    machine: thisMachine(),
    credentials: defaultCredentials(),
    onProgress: (progress) => view.show(progress),
  }).finally(() => view.end());
  return publish(doctorPublication(report), options);
}
