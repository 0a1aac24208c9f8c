import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { environmentIds } from "../../../src/systems/messages/environments";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../../support/synthesized";
import { alarmsOf, type Read, readBy, unsentIn } from "./checks";

const inventory = await synthesizeInventory();

const isGrafana = ({ family }: Configuration) => family.endsWith("-grafana");
const taskOf = (stack: SynthesizedStack) =>
  stack.ofType("aws_ecs_task_definition").find(isGrafana) as Configuration;
const containerOf = (stack: SynthesizedStack): Configuration =>
  JSON.parse(taskOf(stack).container_definitions)[0];

/** What a variable of Grafana's task says, which is a file of Grafana's. */
function fileOf(stack: SynthesizedStack, variable: string): Configuration {
  const { environment } = containerOf(stack);
  return JSON.parse(environment.find(({ name }: Configuration) => name === variable).value);
}

const panelsOf = (stack: SynthesizedStack): Configuration[] =>
  fileOf(stack, "DASHBOARD").panels.filter(({ type }: Configuration) => type === "timeseries");
const rulesOf = (stack: SynthesizedStack): Configuration[] =>
  fileOf(stack, "ALERT_RULES").groups.flatMap(({ rules }: Configuration) => rules);

/** Every query of CloudWatch's metrics; one that computes names others by their ids. */
function queriesOf(stack: SynthesizedStack): Configuration[] {
  const ofPanels = panelsOf(stack).flatMap(({ targets }) => targets);
  const ofRules = rulesOf(stack).map(({ data }) => data[0].model);
  return [...ofPanels, ...ofRules];
}

const readOf = ({ namespace, metricName, dimensions, statistic }: Configuration): Read => ({
  namespace,
  name: metricName,
  dimensions,
  statistic,
  counter: false,
});

const unknownIn = (id: string, stack: SynthesizedStack) =>
  unsentIn(id, stack, [
    ...alarmsOf(stack).map(readBy),
    ...queriesOf(stack)
      .filter(({ expression }) => expression === undefined)
      .map(readOf),
  ]);

describe.each(environmentIds)("%s", (id) => {
  const stack = inventory[id] as SynthesizedStack;
  const { region } = stack.json.provider.aws[0];

  it("reads in alarms, on Grafana's dashboard and in its rules only what is sent", () => {
    expect(unknownIn(id, stack)).toEqual([]);
    expect(queriesOf(stack).length).toBeGreaterThan(20);
  });

  it("misses each namespace, metric, dimension and value that is another", () => {
    const changes = queriesOf(stack).flatMap(({ dimensions }, index) => {
      if (dimensions === undefined) return [];
      const change = (of: (query: Configuration) => void) => ({ index, of });
      return [
        change((query) => Object.assign(query, { namespace: "AWS/Other" })),
        change((query) => Object.assign(query, { metricName: "Other" })),
        ...Object.keys(dimensions).flatMap((name) => [
          change((query) => delete query.dimensions[name]),
          change((query) => Object.assign(query.dimensions, { [name]: "other" })),
        ]),
      ];
    });
    expect(changes.length).toBeGreaterThan(100);
    const unnoticed = changes.flatMap(({ index, of }) => {
      const query = structuredClone(queriesOf(stack)[index]) as Configuration;
      of(query);
      const isKnown = unsentIn(id, stack, [readOf(query)]).length === 0;
      return isKnown ? [[query.metricName, ...Object.keys(query.dimensions)].join()] : [];
    });
    // A load balancer counts the requests to all target groups as well.
    expect(unnoticed).toEqual(["RequestCount,LoadBalancer"]);
  });

  it("asks CloudWatch in the environment's region, by the one data source, for exactly these dimensions", () => {
    const [source] = fileOf(stack, "DATA_SOURCES").datasources;
    expect(source).toMatchObject({
      type: "cloudwatch",
      jsonData: { authType: "default", defaultRegion: region },
    });
    for (const query of queriesOf(stack)) {
      expect(query).toMatchObject({ region, datasource: { uid: source.uid } });
      // What Grafana refuses otherwise, also of a query that computes.
      expect(query.statistic).toMatch(/^(?:Average|Maximum|Minimum|Sum|p99)$/);
      expect(query.id).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
      expect(query.period).toMatch(/^(?:60|300|86400)$/);
      if (query.expression === undefined) expect(query.matchExact).toBe(true);
    }
  });

  it("computes the backlog of queries that are there", () => {
    const computing = panelsOf(stack).filter(({ targets }) =>
      targets.some(({ expression }: Configuration) => expression),
    );
    expect(computing.map(({ title }) => title)).toEqual(["Backlog"]);
    for (const { targets } of computing) {
      const ids = targets.map((each: Configuration) => each.id);
      const { expression } = targets.at(-1);
      for (const named of expression.split(" / ")) expect(ids).toContain(named);
    }
  });

  it("has a rule for each alarm that users feel, with its metric and its threshold", () => {
    const composite = stack.only("aws_cloudwatch_composite_alarm").alarm_rule;
    const felt = alarmsOf(stack).filter(({ alarm_name }) =>
      composite.includes(`ALARM("${alarm_name}")`),
    );
    const rules = rulesOf(stack);
    expect(rules.map(({ uid }) => `${id}-${uid}`).sort()).toEqual(
      felt.map(({ alarm_name }) => alarm_name).sort(),
    );
    for (const alarm of felt) {
      const rule = rules.find(({ uid }) => alarm.alarm_name === `${id}-${uid}`) as Configuration;
      const [metric, value, threshold] = rule.data;
      expect(readOf(metric.model)).toEqual(readBy(alarm));
      expect(metric.model.period).toBe(String(alarm.period));
      expect([value.model.expression, threshold.model.expression]).toEqual([
        metric.refId,
        value.refId,
      ]);
      expect(threshold.model.conditions[0].evaluator.params).toEqual([alarm.threshold]);
      expect(rule.condition).toBe(threshold.refId);
      expect(metric.relativeTimeRange.from).toBeGreaterThan(
        alarm.period * alarm.evaluation_periods,
      );
    }
  });

  it("shows what each rule reads, with its threshold as a line", () => {
    // How many are unhealthy shows as how many are healthy; what the load balancer answers stands with the producer's.
    const elsewhere = ["producer-unhealthy", "load-balancer-errors"];
    for (const { uid, data } of rulesOf(stack).filter((rule) => !elsewhere.includes(rule.uid))) {
      const [value] = data[2].model.conditions[0].evaluator.params;
      const showing = panelsOf(stack).filter(
        ({ targets, fieldConfig }) =>
          targets.some((each: Configuration) =>
            isDeepStrictEqual(readOf(each), readOf(data[0].model)),
          ) && fieldConfig.defaults.thresholds?.steps.at(-1).value === value,
      );
      expect(showing, uid).toHaveLength(1);
    }
  });

  it("has names that Grafana takes, each once, and nothing that it would take for a variable", () => {
    const ids = fileOf(stack, "DASHBOARD").panels.map((panel: Configuration) => panel.id);
    expect(new Set(ids).size).toBe(ids.length);
    const uids = rulesOf(stack).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) expect(uid).toMatch(/^[\w-]{1,40}$/);
    const references = /\$\{aws_[a-z_]+\.[\w-]+\.arn_suffix\}/g;
    expect(JSON.stringify(containerOf(stack).environment).replaceAll(references, "")).not.toContain(
      "$",
    );
  });

  it("fits into a task definition", () => {
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
    expect(JSON.stringify(taskOf(stack).container_definitions).length).toBeLessThan(
      64 * 1024 - 4096,
    );
  });

  it("lets nobody into Grafana who doesn't log in, with a password that is in no state", () => {
    const { environment, secrets, portMappings } = containerOf(stack);
    expect(environment).toContainEqual({ name: "GF_AUTH_ANONYMOUS_ENABLED", value: "false" });
    expect(environment).toContainEqual({ name: "GF_USERS_ALLOW_SIGN_UP", value: "false" });
    expect(secrets).toEqual([
      {
        name: "GF_SECURITY_ADMIN_PASSWORD",
        valueFrom: expect.stringMatching(`:parameter/${id}/grafana-password$`),
      },
    ]);
    expect(stack.ofType("aws_ssm_parameter")).toEqual([]);
    const inward = stack
      .ofType("aws_vpc_security_group_ingress_rule")
      .filter((rule) => rule.from_port === portMappings[0].containerPort);
    expect(inward).toHaveLength(1);
    expect(inward[0]?.referenced_security_group_id).toMatch(/access_instances/);
  });

  it("lets Grafana read metrics, and nothing else", () => {
    const statements = stack
      .ofType("aws_iam_role_policy")
      .filter((each) => each["//"].metadata.path.includes("/grafana-task/task-role/"))
      .flatMap(({ policy }) => JSON.parse(policy).Statement);
    expect(statements.map(({ Action }: Configuration) => Action)).toEqual([
      ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"],
    ]);
    const endpoints = stack.ofType("aws_vpc_endpoint").map(({ service_name }) => service_name);
    expect(endpoints).toContain(`com.amazonaws.${region}.monitoring`);
  });
});
