import { describe, expect, it } from "vitest";
import type { AlarmDefinition } from "../../../../../src/constructs/monitoring/alarms";
import { alertRule } from "../../../../../src/systems/messages/grafana/alert-rules";

const alarm: AlarmDefinition = {
  metric: {
    namespace: "AWS/SQS",
    name: "Age",
    dimensions: { QueueName: "q" },
    statistic: "Maximum",
  },
  comparison: "at least",
  threshold: 600,
  periodSeconds: 300,
  periods: 1,
  periodsToAlarm: 1,
  missingData: "notBreaching",
  says: "It waits",
  section: "Messages wait",
};
const ruleOf = (change: Partial<AlarmDefinition>) =>
  alertRule("queue-age", { ...alarm, ...change }, "us-west-2");
const modelsOf = (change: Partial<AlarmDefinition>) =>
  ruleOf(change).data.map(({ model }) => model as any);

describe("a rule of Grafana's", () => {
  it.each([
    ["at least", 1, "max"],
    ["above", 3, "min"],
    ["below", 1, "min"],
    ["at most", 3, "max"],
  ] as const)(
    "that rings %s its threshold in %d periods looks at the %s of them",
    (comparison, periods, reducer) => {
      expect(modelsOf({ comparison, periods })[1]).toMatchObject({ type: "reduce", reducer });
    },
  );

  it.each([
    ["above", "gt"],
    ["at least", "gte"],
    ["below", "lt"],
    ["at most", "lte"],
  ] as const)("compares as an alarm does: %s is %s", (comparison, type) => {
    expect(modelsOf({ comparison })[2].conditions).toEqual([
      { evaluator: { type, params: [600] } },
    ]);
  });

  it.each([
    ["breaching", "Alerting"],
    ["notBreaching", "OK"],
    ["ignore", "KeepLast"],
  ] as const)("takes what is %s without data for %s", (missingData, noDataState) => {
    expect(ruleOf({ missingData })).toMatchObject({ noDataState, execErrState: "Error" });
  });

  it("looks as far back as all of its periods, and as CloudWatch may be late", () => {
    const from = (change: Partial<AlarmDefinition>) =>
      ruleOf(change).data.map(({ relativeTimeRange }) => relativeTimeRange?.from);
    expect(from({})).toEqual([420, 420, 420]);
    expect(from({ periods: 3, periodSeconds: 60 })).toEqual([300, 300, 300]);
  });

  it("says what the alarm says", () => {
    expect(ruleOf({}).annotations).toEqual({ summary: "It waits" });
  });
});
