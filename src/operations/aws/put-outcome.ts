import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { deploymentTag } from "../../estate/deployment";
import { outcomeMetrics, type ToldOperation } from "../../estate/outcome-metrics";
import type { Kind } from "../report/outcomes";
import { quietCalls } from "./calls";
import type { Clients } from "./clients";
import { limited } from "./limited";

/** Longest wait, repetitions included: whoever waits has the outcome already. */
export const putTimeoutMs = 10_000;

/**
 * Tells CloudWatch in the clients' region how an operation on a deployment has ended. A second copy does no harm, so a
 * request that isn't answered is repeated.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 *
 * @param timeoutMs for all of it; 10 s where nothing is said
 * @throws CallFailure
 */
export async function putOutcome(
  aws: Clients,
  operation: ToldOperation,
  deploymentId: string,
  kind: Kind,
  timeoutMs = putTimeoutMs,
): Promise<void> {
  const name = "PutMetricData";
  const command = new PutMetricDataCommand({
    Namespace: outcomeMetrics.namespace,
    MetricData: [
      {
        MetricName: outcomeMetrics.names[operation],
        Dimensions: [{ Name: deploymentTag, Value: deploymentId }],
        Value: outcomeMetrics.values[kind],
      },
    ],
  });
  const always = { signal: new AbortController().signal, timeoutMs };
  await limited(name, always, ({ abortSignal }) =>
    quietCalls(abortSignal).read((call) =>
      aws.ask(name, CloudWatchClient, call, (client, options) => client.send(command, options)),
    ),
  );
}
