import { QueryBuilder, type Rule, RuleBuilder } from "@grafana/grafana-foundation-sdk/alerting";
import { TypeReduceBuilder, TypeThresholdBuilder } from "@grafana/grafana-foundation-sdk/expr";
import type { AlarmDefinition } from "../../../constructs/monitoring/alarms";
import { dataSource, metricQuery } from "./queries";

/** Grafana's own data source, which computes. */
const expressions = { type: "__expr__", uid: "__expr__" } as const;

const comparisons = { above: "gt", "at least": "gte", below: "lt", "at most": "lte" } as const;

/** What a period without data counts as. */
const missing = { breaching: "Alerting", notBreaching: "OK", ignore: "KeepLast" } as const;

/** CloudWatch may have the latest data only after this. */
const delaySeconds = 120;

/**
 * An alarm of CloudWatch as a rule of Grafana's, with the same metric and threshold. Where it looks at one period, any
 * of those that are just over counts; where it looks at several, all of them.
 *
 * https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rules/
 */
export function alertRule(
  id: string,
  { metric, comparison, threshold, periodSeconds, periods, missingData, says }: AlarmDefinition,
  region: string,
): Rule {
  const highest = comparison === "above" || comparison === "at least";
  const range = { from: periods * periodSeconds + delaySeconds, to: 0 };
  const step = (name: string) => new QueryBuilder(name).relativeTimeRange(range);
  return new RuleBuilder(id)
    .uid(id)
    .withQuery(
      step("metric")
        .datasourceUid(dataSource.uid)
        .model(metricQuery("metric", metric, { region, periodSeconds })),
    )
    .withQuery(
      step("value")
        .datasourceUid(expressions.uid)
        .model(
          new TypeReduceBuilder()
            .refId("value")
            .datasource(expressions)
            .expression("metric")
            .reducer((periods === 1) === highest ? "max" : "min")
            .settings({ mode: "dropNN" }),
        ),
    )
    .withQuery(
      step("alert")
        .datasourceUid(expressions.uid)
        .model(
          new TypeThresholdBuilder()
            .refId("alert")
            .datasource(expressions)
            .expression("value")
            .conditions([{ evaluator: { type: comparisons[comparison], params: [threshold] } }]),
        ),
    )
    .condition("alert")
    .forDuration("0s")
    .noDataState(missing[missingData])
    .execErrState("Error")
    .annotations({ summary: says })
    .build();
}
