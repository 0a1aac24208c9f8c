import { AcceptedDifferencesError } from "../drift/accepted";
import { errorReport } from "../drift/error-report";
import type { EnvironmentReport } from "../drift/report";
import { checkEnvironments } from "../drift/runner/check";
import { Stopped } from "../drift/runner/failure";
import { acceptedDifferences } from "./accepted-file";
import { type ProgressView, progressView } from "./check-progress";
import type { LogFormat } from "./log-format";
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

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Plans and judges environments, shows the progress, and lets a signal end it in good order: Terraform gives
 * its locks back, and what isn't known then is an `ERROR`. Nothing is thrown.
 */
export async function checkLive(
  environments: readonly string[],
  options: LiveCheckOptions,
): Promise<EnvironmentReport[]> {
  const view = progressView(options.logFormat);
  const { signal, forget } = stopOnSignal(view);
  try {
    return await checkEnvironments({
      environments,
      synthesized: options.synthesized,
      parallel: options.parallel,
      lockTimeoutSeconds: options.lockTimeout,
      planTimeoutSeconds: options.planTimeout,
      accepted: await acceptedDifferences(options.accepted),
      today: todayUtc(),
      signal,
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

function stopOnSignal(view: ProgressView) {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    const notice = controller.signal.aborted
      ? `${name}: still waiting for Terraform to end; it gives the locks of the states back`
      : `${name}: Terraform is being interrupted, and gives the locks of the states back`;
    view.show({ notice });
    controller.abort(new Stopped(`The check was interrupted (${name})`));
  };
  for (const name of signals) process.on(name, stop);
  const forget = () => {
    for (const name of signals) process.off(name, stop);
  };
  return { signal: controller.signal, forget };
}
