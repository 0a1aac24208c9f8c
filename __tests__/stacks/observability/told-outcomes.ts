import { vi } from "vitest";
import { outcomeMetrics, type ToldOperation } from "../../../src/estate/outcome-metrics";
import { Clients } from "../../../src/operations/aws/clients";
import { putOutcome } from "../../../src/operations/aws/put-outcome";
import type { Kind } from "../../../src/operations/report/outcomes";
import { ScriptedAws } from "../../support/scripted-aws";

/** What CloudWatch was sent. */
export interface Told {
  readonly Namespace: string;
  readonly MetricData: readonly {
    readonly MetricName: string;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    readonly Value: number;
  }[];
}

/** What CloudWatch is sent of an outcome, seen by sending it. */
export async function told(operation: ToldOperation, id: string, kind: Kind): Promise<Told> {
  await using scripted = await ScriptedAws.before();
  scripted.answers("PutMetricData", { body: {} });
  vi.stubEnv("AWS_ENDPOINT_URL", scripted.url);
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  try {
    using aws = new Clients("us-east-1", async () => ({
      accessKeyId: "test",
      secretAccessKey: "test",
    }));
    await putOutcome(aws, operation, id, kind);
  } finally {
    vi.unstubAllEnvs();
  }
  return JSON.parse(scripted.bodies.get("PutMetricData") ?? "null");
}

/** Of every operation whose outcomes are told: namespace, metric, and the names of its dimensions. */
export async function toldMetrics(): Promise<string[]> {
  const operations = Object.keys(outcomeMetrics.names) as ToldOperation[];
  const all: string[] = [];
  for (const operation of operations) {
    const { Namespace, MetricData } = await told(operation, "uat-us-east-1", "good");
    for (const { MetricName, Dimensions } of MetricData)
      all.push(`${Namespace} ${MetricName} ${Dimensions.map(({ Name }) => Name).join()}`);
  }
  return all;
}
