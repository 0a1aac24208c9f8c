/** A metric of CloudWatch, and how its data points in a period become one value. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | "p99";
  /**
   * The metric is a counter that only grows, and what counts is by how much it did (default: its value counts).
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  readonly counter?: true;
}

/** The growth of a counter, in metric math. */
export const growthOf = (id: string) => `DIFF(${id})`;
