import { checkEnvironments } from "../../operations/drift/check";
import { AcceptedDifferencesError } from "../../operations/drift/judge/accepted";
import type { EnvironmentReport } from "../../operations/drift/report";
import { errorReport } from "../../operations/drift/report";
import { Stopped } from "../../operations/terraform/failure";
import { acceptedDifferences } from "../input/accepted-file";
import type { LogFormat } from "../input/log-format";
import { todayUtc } from "../input/today";
import { checkProgress } from "./check-progress";
import { hearSignals } from "./signals";

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
