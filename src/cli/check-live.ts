import { AcceptedDifferencesError } from "../drift/accepted";
import { errorReport } from "../drift/error-report";
import type { EnvironmentReport } from "../drift/report";
import { checkEnvironments } from "../drift/runner/check";
import { Stopped } from "../drift/runner/failure";
import { acceptedDifferences } from "./accepted-file";
import { checkProgress } from "./check-progress";
import type { LogFormat } from "./log-format";
import { hearSignals } from "./signals";
import { todayUtc } from "./today";

/** What a person or a pipeline asks of a check. */
export interface LiveCheckOptions {
  readonly accepted?: string;
  readonly synthesized?: string;
  readonly parallel: number;
  readonly lockTimeout: number;
  readonly planTimeout: number;
  readonly logFormat: LogFormat;
}

/**
 * Plans and judges environments, shows the progress, and lets a signal end it in good order: Terraform gives
 * its locks back, and what isn't known then is an `ERROR`. Nothing is thrown.
 */
export async function checkLive(
  environments: readonly string[],
  options: LiveCheckOptions,
): Promise<EnvironmentReport[]> {
  const view = checkProgress(options.logFormat);
  const stop = new AbortController();
  const forget = hearSignals((name) => {
    const notice = stop.signal.aborted
      ? `${name}: still waiting for Terraform to end; it gives the locks of the states back`
      : `${name}: Terraform is being interrupted, and gives the locks of the states back`;
    view.show({ notice });
    stop.abort(new Stopped(`The check was interrupted (${name})`));
  });
  try {
    return await checkEnvironments({
      environments,
      synthesized: options.synthesized,
      parallel: options.parallel,
      lockTimeoutSeconds: options.lockTimeout,
      planTimeoutSeconds: options.planTimeout,
      accepted: await acceptedDifferences(options.accepted),
      today: todayUtc(),
      signal: stop.signal,
      onProgress: (progress) => view.show(progress),
    });
  } catch (error) {
    if (!(error instanceof AcceptedDifferencesError)) throw error;
    const reasons = error.message.split("\n");
    return environments.map((environment) => errorReport(environment, reasons));
  } finally {
    forget();
    view.end();
  }
}
