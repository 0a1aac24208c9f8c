import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadDeployments } from "../../../../src/estate/deployments";
import { hours } from "../../../../src/operations/cost/billed";
import { estimate } from "../../../../src/operations/cost/estimate";
import { costReportSchema } from "../../../../src/operations/cost/report";
import { type SynthesizedStack, synthesizeInventory } from "../../../support/synthesized";

const inventory = await synthesizeInventory();
const regions = new Map(loadDeployments().map(({ id, region }) => [id, region]));
const located = (id: string, stack = inventory[id] as SynthesizedStack) => ({
  id,
  region: regions.get(id) as string,
  stack: stack.json,
});
const report = estimate(Object.keys(inventory).map((id) => located(id)));

/** One component of one environment, after a change. */
function costOf(
  id: string,
  component: string,
  change: (stack: SynthesizedStack) => void = () => {},
) {
  const stack = (inventory[id] as SynthesizedStack).clone();
  change(stack);
  const [environment] = estimate([located(id, stack)]).environments;
  return environment?.components.find((each) => each.component === component);
}

describe("an estimate", () => {
  it("knows what every resource of every stack costs, and adds up", () => {
    expect(costReportSchema.parse(report)).toEqual(report);
    expect(report.environments.map(({ environment }) => environment)).toEqual(
      Object.keys(inventory),
    );
    for (const of of ["least", "most"] as const) {
      for (const { components, ...whole } of report.environments)
        expect(components.reduce((all, each) => all + each[of], 0)).toBeCloseTo(whole[of], 1);
      const whole = report.environments.reduce((all, each) => all + each[of], 0);
      expect(whole).toBeCloseTo(report.total[of], 1);
    }
  });

  it("refuses a type that nobody has thought about, and a price that it doesn't know", () => {
    const adding = (type: string, configuration: object) => () =>
      costOf("uat-us-east-1", "", ({ json }) => {
        json.resource[type] = { added: configuration };
      });
    expect(adding("aws_nat_gateway", {})).toThrow("Nobody has said what aws_nat_gateway costs");
    expect(adding("aws_db_instance", { instance_class: "db.x2g.large" })).toThrow(
      "no price of db.x2g.large",
    );
    expect(() => estimate([{ ...located("uat-us-east-1"), region: "eu-north-1" }])).toThrow(
      "no prices of eu-north-1",
    );
  });

  it("counts the restore points that are kept, and one more, with their whole volumes at the most", () => {
    expect(costOf("uat-us-east-1", "restore points")).toEqual({
      component: "restore points",
      least: 0,
      most: 3 * 30 * 0.05,
    });
    const without = costOf("uat-us-east-1", "restore points", (stack) => {
      for (const { environment } of stack.ofType("aws_lambda_function"))
        environment.variables.ROLLOUT_RESTORE_POINTS = "UAT is made anew each day";
    });
    expect(without).toMatchObject({ most: 0 });
  });

  it("reaches from the fewest of the cheapest instances to the most of the dearest", () => {
    const groupOf = (maximum: number) =>
      costOf("uat-us-east-1", "instances", (stack) => {
        const group = stack.only("aws_autoscaling_group");
        Object.assign(group, { min_size: 3, max_size: maximum });
        group.mixed_instances_policy.launch_template.override = [
          { instance_type: "c6in.large" },
          { instance_type: "c5n.large" },
        ];
      });
    const most = 6 * 0.1134 * hours;
    expect(groupOf(6)?.least).toBeCloseTo(3 * 0.108 * hours, 1);
    expect(groupOf(6)?.most).toBeCloseTo(most, 1);
    expect(groupOf(3)?.most).toBeCloseTo(most / 2, 1);
  });

  it.each([
    ["multi_az", true, "database", 1.9],
    ["database_insights_mode", "advanced", "database", 1.3],
    ["max_allocated_storage", 1000, "database", 2],
  ])("of a database rises with %s %s", (attribute, value, component, factor) => {
    const before = costOf("uat-us-east-1", component)?.most ?? 0;
    const after = costOf("uat-us-east-1", component, (stack) => {
      stack.only("aws_db_instance")[attribute] = value;
    });
    expect((after?.most ?? 0) / before).toBeGreaterThan(factor);
  });

  it("counts alarms by the metrics that they read, dashboards, and a web ACL's rules", () => {
    const metrics = "metrics, alarms, dashboards";
    const before = costOf("uat-us-east-1", metrics)?.least ?? 0;
    const add = (type: string, configuration: object) => (stack: SynthesizedStack) => {
      stack.json.resource[type] = { ...stack.json.resource[type], added: configuration };
    };
    const query = [{ metric: {} }, { metric: {} }, { expression: "a / b" }];
    const more = (type: string, configuration: object) =>
      (costOf("uat-us-east-1", metrics, add(type, configuration))?.least ?? 0) - before;
    expect(more("aws_cloudwatch_metric_alarm", {})).toBeCloseTo(0.1);
    expect(more("aws_cloudwatch_metric_alarm", { metric_query: query })).toBeCloseTo(0.2);
    expect(more("aws_cloudwatch_composite_alarm", {})).toBeCloseTo(0.5);
    expect(more("aws_cloudwatch_dashboard", {})).toBeCloseTo(3);
    expect(
      costOf("foundation-us-east-1", "web ACL", add("aws_wafv2_web_acl", { rule: [{}, {}] })),
    ).toMatchObject({ least: 7, most: 7 + 100 * 0.6 });
  });
});

describe("docs/costs.md", () => {
  const text = readFileSync(path.resolve(__dirname, "../../../../docs/costs.md"), "utf8");
  const [names = [], ...rows] = text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
  const figures = rows.flatMap(([component = "", ...cells]) =>
    cells.map((cell, column) => [names[column + 1] as string, component, cell] as const),
  );

  it("quotes two environments", () => {
    expect(figures).toHaveLength(6);
  });

  // What costs little may come and go without a change of the document.
  it.each(figures)("says of %s what the command does: %s %s", (id, component, cell) => {
    const environment = report.environments.find((each) => each.environment === id);
    const whole = component === "all" ? environment : costOf(id, component);
    const computed = [whole?.least, whole?.most] as [number, number];
    const isNear = (said: number, index: number) =>
      Math.abs(said - (computed[index] as number)) < Math.max(10, (computed[index] as number) / 20);
    const rounded = computed.map((dollars) => Math.round(dollars / 10) * 10);
    const remedy = `write in docs/costs.md, of ${id}: ${component} ${rounded.join(" to ")}`;
    expect(cell.split(" to ").map(Number).every(isNear), remedy).toBe(true);
  });
});
