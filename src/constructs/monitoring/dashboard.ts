import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { growthOf, type Metric } from "./metric";

/** One graph: what it shows, and the values that matter as lines. */
export interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
  readonly lines: readonly { readonly label: string; readonly value: number }[];
}

export interface DashboardProps {
  readonly name: string;
  readonly region: string;
  /** Whose states are shown at the top. */
  readonly alarmArns: readonly string[];
  /** Headings with their graphs, from the top to the bottom. */
  readonly rows: readonly { readonly heading: string; readonly graphs: readonly Graph[] }[];
}

/** CloudWatch's grid is 24 wide. */
const columns = 3;
const width = 24 / columns;
const height = 6;

/**
 * A dashboard: the alarms' states, then rows of graphs.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);

    new CloudwatchDashboard(this, "this", {
      dashboardName: props.name,
      dashboardBody: JSON.stringify({ widgets: widgetsOf(props) }),
    });
  }
}

function widgetsOf({ region, alarmArns, rows }: DashboardProps) {
  const top = {
    type: "alarm",
    ...{ x: 0, y: 0, width: 24, height: 4 },
    properties: { title: "Alarms", alarms: alarmArns },
  };
  let y = 4;
  const below = rows.flatMap(({ heading, graphs }) => {
    const title = {
      type: "text",
      ...{ x: 0, y, width: 24, height: 1 },
      properties: { markdown: `## ${heading}` },
    };
    const first = y + 1;
    y = first + Math.ceil(graphs.length / columns) * height;
    return [title, ...graphs.map((graph, index) => graphWidget(graph, region, index, first))];
  });
  return [top, ...below];
}

function graphWidget({ title, metrics, lines }: Graph, region: string, index: number, y: number) {
  return {
    type: "metric",
    x: (index % columns) * width,
    y: y + Math.floor(index / columns) * height,
    width,
    height,
    properties: {
      title,
      region,
      view: "timeSeries",
      period: 60,
      metrics: metrics.flatMap((metric, at) => rowsOf(metric, `m${at}`)),
      annotations: { horizontal: lines },
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Metrics-Array-Format */
function rowsOf(
  { namespace, name, dimensions, statistic, counter }: Metric,
  id: string,
): unknown[][] {
  const metric = [namespace, name, ...Object.entries(dimensions).flat()];
  if (!counter) return [[...metric, { stat: statistic }]];
  return [
    [...metric, { stat: statistic, id, visible: false }],
    [{ expression: growthOf(id), label: name, id: `${id}growth` }],
  ];
}
