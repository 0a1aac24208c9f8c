import { examine } from "../../operations/doctor/examine";
import { defaultCredentials } from "../../operations/doctor/identity";
import { thisMachine } from "../../operations/doctor/machine";
import { loadEnvironments } from "../../systems/test-app/environments";
import type { LogFormat } from "../input/log-format";
import type { ReportFiles } from "../input/report-files";
import { doctorProgress } from "../output/doctor-progress";
import { doctorPublication } from "../output/doctor-publication";
import { publish } from "../output/publish";

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
export async function runDoctor(ids: readonly string[], options: DoctorOptions): Promise<number> {
  const environments = loadEnvironments();
  const view = doctorProgress(options.logFormat);
  const report = await examine({
    environments: Object.values(environments).filter(({ id }) => ids.includes(id)),
    machine: thisMachine(),
    credentials: defaultCredentials(),
    onProgress: (progress) => view.show(progress),
  }).finally(() => view.end());
  return publish(doctorPublication(report), options);
}
