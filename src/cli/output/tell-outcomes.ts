import { Option } from "commander";
import { loadDeployment } from "../../estate/deployments";
import type { ToldOperation } from "../../estate/outcome-metrics";
import type { Kind } from "../../operations/report/outcomes";
import { line } from "../../operations/report/visible";
import { writeToPeople } from "./streams";

export interface Telling {
  readonly metric?: true;
}

/** @param conflicts names of options with which there is nothing to tell, or less than an alarm counts on */
export function metricOption(...conflicts: readonly string[]): Option {
  return new Option(
    "--metric",
    "tell CloudWatch the outcome as a metric, which alarms read; where that fails, the exit code stays the outcome's",
  ).conflicts([...conflicts]);
}

/**
 * Tells CloudWatch, where it is asked for, how an operation has ended, each in its deployment's region. What can't be
 * told is told people, and changes nothing: the alarms ring for what nobody tells, too.
 */
export async function tellOutcomes(
  operation: ToldOperation,
  outcomes: readonly { readonly id: string; readonly kind: Kind }[],
  { metric }: Telling,
): Promise<void> {
  if (!metric) return;
  // Loaded only now: the AWS SDK takes its time.
  const { Clients } = await import("../../operations/aws/clients");
  const { failureText } = await import("../../operations/aws/calls");
  const { putOutcome } = await import("../../operations/aws/put-outcome");
  const told = outcomes.map(async ({ id, kind }) => {
    using aws = new Clients(loadDeployment(id).region);
    try {
      await putOutcome(aws, operation, id, kind);
    } catch (error) {
      const text = `CloudWatch doesn't know the outcome of ${id}: ${failureText(error)}`;
      await writeToPeople(process.stderr, `${line(text)}\n`);
    }
  });
  await Promise.all(told);
}
