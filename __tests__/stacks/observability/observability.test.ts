import { describe, expect, it } from "vitest";
import { account } from "../../../src/systems/configuration/account";
import { application } from "../../../src/systems/test-app/application";
import { environmentIds } from "../../../src/systems/test-app/environments";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../../support/synthesized";
import { alarmsOf, bodyOf, misnamedIn, readBy, tooLongIn, undrawnIn, unknownIn } from "./checks";

const inventory = await synthesizeInventory();

describe.each(environmentIds)("%s", (id) => {
  const stack = inventory[id] as SynthesizedStack;
  const alarms = alarmsOf(stack);

  it("has every alarm that it needs, and all by names that are no other environment's", () => {
    expect(misnamedIn(id, stack)).toEqual([]);
    expect(stack.only("aws_cloudwatch_composite_alarm").alarm_name).toBe(
      `${application}-${id}-health`,
    );
  });

  it("reads in alarms and on the dashboard only what is sent", () => {
    expect(unknownIn(id, stack)).toEqual([]);
  });

  it("shows every alarm's metric, as the alarm reads it, with its threshold as a line", () => {
    expect(undrawnIn(stack)).toEqual([]);
  });

  it("has alarms that look no further back than CloudWatch lets them", () => {
    expect(tooLongIn(stack)).toEqual([]);
  });

  it("alarms on the growth of what only grows", () => {
    const counters = alarms.map(readBy).filter(({ name }) => name.startsWith("ethtool_"));
    expect(counters).toHaveLength(4);
    for (const each of counters) expect(each.counter, each.name).toBe(true);
    const queried = alarms.filter(({ metric_query }) => metric_query);
    for (const { metric_query } of queried)
      expect(metric_query).toContainEqual(
        expect.objectContaining({ expression: "DIFF(counter)", return_data: true }),
      );
  });

  it("has a dashboard that CloudWatch takes, in the order of an investigation", () => {
    const { widgets } = bodyOf(stack);
    expect(problemsOf(widgets, stack.json.provider.aws[0].region)).toEqual([]);
    const headings = widgets.flatMap(({ type, properties }: Configuration) =>
      type === "text" ? properties.markdown : [],
    );
    expect(headings).toEqual(
      ["Users", "Load balancer", "Fleet", "Instance", "Database", "Rollouts"].map((h) => `## ${h}`),
    );
    const [first] = widgets;
    expect(first.type).toBe("alarm");
    expect(first.properties.alarms).toHaveLength(alarms.length + 1);
  });

  it("hears of each instance on which a rollout fails", () => {
    const { event_pattern } = stack.only("aws_cloudwatch_event_rule");
    expect(JSON.parse(event_pattern)).toEqual({
      source: ["aws.ssm"],
      "detail-type": ["EC2 Command Invocation Status-change Notification"],
      detail: {
        "document-name": [stack.only("aws_ssm_document").name],
        status: ["Failed", "TimedOut", "Cancelled"],
      },
    });
    expect(stack.only("aws_cloudwatch_event_target").arn).toMatch(/aws_sns_topic/);
  });

  it("lets this environment's alarms and EventBridge publish to its topic, and nobody else", () => {
    const { Statement } = JSON.parse(stack.only("aws_sns_topic_policy").policy);
    const allowed = Statement.filter(({ Effect }: Configuration) => Effect === "Allow");
    expect(allowed.map(({ Principal }: Configuration) => Principal)).toEqual([
      { Service: "cloudwatch.amazonaws.com" },
      { Service: "events.amazonaws.com" },
    ]);
    expect(allowed[0].Condition.ArnLike["aws:SourceArn"]).toMatch(
      new RegExp(`^arn:aws:cloudwatch:[a-z0-9-]+:${account.id}:alarm:${application}-${id}-\\*$`),
    );
  });
});

/** The rules of a dashboard's body: types, the grid, and the form of what a graph shows. */
function problemsOf(widgets: readonly Configuration[], region: string): string[] {
  const taken = new Set<string>();
  return widgets.flatMap(({ type, x, y, width, height, properties }, index) => {
    const at = `widget ${index}`;
    const inGrid =
      [x, y, width, height].every(Number.isInteger) && x >= 0 && width >= 1 && x + width <= 24;
    const cells = Array.from({ length: width * height }, (_, n) =>
      [x + (n % width), y + Math.floor(n / width)].join(),
    );
    const overlaps = cells.some((cell) => taken.has(cell));
    for (const cell of cells) taken.add(cell);
    const ids = (properties.metrics ?? []).flatMap((row: Configuration[]) => row.at(-1)?.id ?? []);
    return [
      ["alarm", "text", "metric"].includes(type) ? [] : `${at}: type ${type}`,
      inGrid && height >= 1 && height <= 1000 ? [] : `${at}: outside of the grid`,
      overlaps ? `${at}: overlaps` : [],
      type !== "metric" || properties.region === region ? [] : `${at}: region`,
      type !== "metric" || (properties.metrics.length > 0 && properties.metrics.length <= 500)
        ? []
        : `${at}: metrics`,
      ids.every((each: string) => /^[a-z]\w*$/.test(each)) && new Set(ids).size === ids.length
        ? []
        : `${at}: ids`,
      type !== "alarm" || properties.alarms.length <= 100 ? [] : `${at}: too many alarms`,
      (properties.annotations?.horizontal ?? []).every(
        ({ label, value }: Configuration) => typeof label === "string" && Number.isFinite(value),
      )
        ? []
        : `${at}: lines`,
    ].flat();
  });
}

describe("what is read but not sent is seen", () => {
  const sound = inventory["production-us-east-1"] as SynthesizedStack;
  const wrong = (change: (stack: SynthesizedStack) => void) => {
    const stack = sound.clone();
    change(stack);
    return unknownIn("production-us-east-1", stack);
  };
  const alarm = (stack: SynthesizedStack, id: string) =>
    alarmsOf(stack).find(({ alarm_name }) => alarm_name.endsWith(`-${id}`)) as Configuration;

  it.each<[string, (stack: SynthesizedStack) => void]>([
    ["a misspelt metric", (stack) => Object.assign(alarm(stack, "cpu"), { metric_name: "Cpu" })],
    ["no metric", (stack) => Object.assign(alarm(stack, "cpu"), { metric_name: undefined })],
    [
      "a dimension too few",
      (stack) => {
        delete alarm(stack, "latency").dimensions.TargetGroup;
      },
    ],
    [
      "another group",
      (stack) => Object.assign(alarm(stack, "cpu").dimensions, { AutoScalingGroupName: "other" }),
    ],
    [
      "a web ACL under another name",
      (stack) => {
        stack.only("aws_wafv2_web_acl").visibility_config.metric_name = "other";
      },
    ],
    [
      "a graph of another database",
      (stack) => {
        const dashboard = stack.only("aws_cloudwatch_dashboard");
        const named = /("DBInstanceIdentifier","[^"]+)"/;
        dashboard.dashboard_body = dashboard.dashboard_body.replace(named, '$1-other"');
      },
    ],
    [
      "what the agent doesn't collect any more",
      (stack) => {
        const template = stack.only("aws_launch_template");
        const script = Buffer.from(template.user_data, "base64").toString();
        const without = script.replace('"pps_allowance_exceeded",', "");
        template.user_data = Buffer.from(without).toString("base64");
      },
    ],
  ])("%s", (_, change) => {
    expect(wrong(change)).not.toEqual([]);
  });
});
