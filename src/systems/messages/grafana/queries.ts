import {
  MetricEditorMode,
  MetricQueryType,
  MetricsQueryBuilder,
  QueryMode,
} from "@grafana/grafana-foundation-sdk/cloudwatch";
import type { Metric } from "../../../constructs/monitoring/metric";

/** Grafana's one data source, by the id that panels and rules name it with. */
export const dataSource = { type: "cloudwatch", uid: "cloudwatch" } as const;

/**
 * A metric as Grafana asks CloudWatch for it, with exactly these dimensions.
 *
 * https://grafana.com/docs/grafana/latest/datasources/aws-cloudwatch/query-editor/
 */
export function metricQuery(
  id: string,
  { namespace, name, dimensions, statistic }: Metric,
  { region, periodSeconds }: { readonly region: string; readonly periodSeconds: number },
): MetricsQueryBuilder {
  return query(id, region, periodSeconds)
    .metricEditorMode(MetricEditorMode.Builder)
    .namespace(namespace)
    .metricName(name)
    .dimensions({ ...dimensions })
    .matchExact(true)
    .statistic(statistic);
}

/** What CloudWatch computes of other queries, by their ids. Grafana takes no query without a statistic. */
export function mathQuery(
  id: string,
  expression: string,
  { region, periodSeconds }: { readonly region: string; readonly periodSeconds: number },
): MetricsQueryBuilder {
  return query(id, region, periodSeconds)
    .metricEditorMode(MetricEditorMode.Code)
    .expression(expression)
    .statistic("Average");
}

function query(id: string, region: string, periodSeconds: number): MetricsQueryBuilder {
  return new MetricsQueryBuilder()
    .queryMode(QueryMode.Metrics)
    .metricQueryType(MetricQueryType.Search)
    .datasource(dataSource)
    .refId(id)
    .id(id)
    .region(region)
    .period(String(periodSeconds));
}
