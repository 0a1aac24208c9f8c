import { type Prices, priceOf } from "./prices";

/** From the least that it costs to the most. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What something costs a month, in US dollars, and under which heading. */
export interface Billed extends Range {
  readonly component: string;
}

/** A resource of Terraform's JSON. */
export type Configuration = Readonly<Record<string, unknown>>;

/** A month as AWS's calculator counts it. */
export const hours = 730;

/** What nobody has measured yet, a month and environment: stand-ins, from no traffic to a busy month. */
export const assumed = {
  gigabytesOut: { least: 0, most: 1000 },
  loadBalancerUnits: { least: 0, most: 2 },
  gigabytesOfLogs: { least: 1, most: 20 },
  gigabytesOfLogFiles: { least: 0, most: 50 },
  gigabytesOfImages: { least: 0, most: 10 },
  millionsOfRequests: { least: 0, most: 100 },
  millionsOfMessages: { least: 0, most: 10 },
  zonesOfLoadBalancer: { least: 2, most: 5 },
} as const satisfies Record<string, Range>;

/** The CloudWatch agent's metrics of an instance; all of them once more for the group. */
const agentMetrics = 7;
/** Of Container Insights: those of a cluster, and of each service. */
const insightsMetrics = { cluster: 8, service: 14 };
/** EC2's own, with detailed monitoring. */
const detailedMetrics = 7;

type Bill = (resource: Configuration, prices: Prices, resources: Resources) => Billed[];
/** Of a stack, by type. */
export type Resources = (type: string) => readonly Configuration[];

const fixed = (component: string, monthly: number): Billed => ({
  component,
  least: monthly,
  most: monthly,
});
const times = (component: string, { least, most }: Range, each: number): Billed => ({
  component,
  least: least * each,
  most: most * each,
});

/** What each type of resource is billed for. A type is here or in `free`. */
export const billed: Readonly<Record<string, Bill>> = {
  aws_autoscaling_group: (group, prices, resources) => {
    const instances = { least: Number(group.min_size), most: Number(group.max_size) };
    const types = instanceTypes(group).map((type) => priceOf(prices.instance, type));
    const volumes = resources("aws_launch_template").flatMap(volumeSizes);
    const agents = resources("aws_iam_role_policy").some(writesMetrics) ? agentMetrics : 0;
    const metrics = (count: number) => detailedMetrics * count + agents * (count + 1);
    const isPublic = resources("aws_launch_template").some(hasPublicAddress);
    return [
      {
        component: "instances",
        least: instances.least * Math.min(...types) * hours,
        most: instances.most * Math.max(...types) * hours,
      },
      times("public addresses", instances, isPublic ? prices.publicAddress * hours : 0),
      times("restore points", restorePoints(resources), prices.snapshot * sumOf(volumes)),
      times("volumes", instances, prices.volume * sumOf(volumes)),
      {
        component: "metrics, alarms, dashboards",
        least: metrics(instances.least) * prices.metric,
        most: metrics(instances.most) * prices.metric,
      },
      times("data to the internet", assumed.gigabytesOut, prices.dataOut),
      times("logs", assumed.gigabytesOfLogs, prices.log),
    ];
  },
  // It has the number of an ECS service's tasks. Of several task definitions, the smallest and the largest count.
  aws_appautoscaling_target: (target, prices, resources) => {
    const each = resources("aws_ecs_task_definition")
      .filter(({ requires_compatibilities: on }) => list(on).join() === "FARGATE")
      .map(
        ({ cpu, memory }) =>
          (Number(cpu) * prices.fargateProcessor + Number(memory) * prices.fargateMemory) / 1024,
      );
    if (each.length === 0) return []; // they run on instances, which are counted
    return [
      {
        component: "containers",
        least: Number(target.min_capacity) * Math.min(...each) * hours,
        most: Number(target.max_capacity) * Math.max(...each) * hours,
      },
    ];
  },
  aws_ecs_cluster: (_, prices, resources) => {
    const services = resources("aws_ecs_service").length;
    const metrics = insightsMetrics.cluster + insightsMetrics.service * services;
    return [fixed("metrics, alarms, dashboards", metrics * prices.metric)];
  },
  aws_vpc_endpoint: (endpoint, prices) => [
    // An address in each subnet; the gateway of S3 has none.
    fixed("endpoints", list(endpoint.subnet_ids).length * prices.endpoint * hours),
    times("endpoints", endpointData(endpoint), prices.endpointData),
  ],
  // A message is sent, received and deleted.
  aws_sqs_queue: (_, prices) => [
    times("queues", assumed.millionsOfMessages, 3 * prices.queueRequests),
  ],
  aws_ecr_repository: (_, prices) => [times("images", assumed.gigabytesOfImages, prices.image)],
  aws_lb: (_, prices) => [
    fixed("load balancer", prices.loadBalancer * hours),
    times("load balancer", assumed.loadBalancerUnits, prices.loadBalancerUnit * hours),
    times("public addresses", assumed.zonesOfLoadBalancer, prices.publicAddress * hours),
  ],
  aws_db_instance: (database, prices) => {
    const {
      instance_class: type,
      allocated_storage: storage,
      max_allocated_storage: most,
    } = database;
    const zones = database.multi_az === true ? 2 : 1;
    const isAdvanced = database.database_insights_mode === "advanced";
    const virtualProcessors = isAdvanced ? processorsOf(String(type)) : 0;
    return [
      fixed("database", priceOf(prices.database, String(type)) * zones * hours),
      times(
        "database",
        { least: Number(storage), most: Number(most ?? storage) },
        prices.databaseVolume * zones,
      ),
      fixed("database", virtualProcessors * prices.databaseInsights * hours),
      fixed("key and secrets", database.manage_master_user_password === true ? prices.secret : 0),
    ];
  },
  aws_kms_key: (_, prices) => [fixed("key and secrets", prices.key)],
  aws_secretsmanager_secret: (_, prices) => [fixed("key and secrets", prices.secret)],
  aws_cloudwatch_metric_alarm: (alarm, prices) => [
    // An expression is billed by the metrics that it reads.
    fixed("metrics, alarms, dashboards", prices.alarm * Math.max(1, metricsOf(alarm))),
  ],
  aws_cloudwatch_composite_alarm: (_, prices) => [
    fixed("metrics, alarms, dashboards", prices.compositeAlarm),
  ],
  aws_cloudwatch_dashboard: (_, prices) => [fixed("metrics, alarms, dashboards", prices.dashboard)],
  aws_wafv2_web_acl: (acl, prices) => [
    fixed("web ACL", prices.webAcl + list(acl.rule).length * prices.webAclRule),
    times("web ACL", assumed.millionsOfRequests, prices.webAclRequests),
  ],
  aws_s3_bucket: (_, prices) => [
    times("log files and states", assumed.gigabytesOfLogFiles, prices.logFile),
  ],
  aws_flow_log: (_, prices) => [
    times("log files and states", assumed.gigabytesOfLogs, prices.flowLog),
  ],
};

/** Types that AWS bills nothing for, or cents. */
export const free: RegExp =
  /^aws_(appautoscaling_policy|autoscaling_policy|budgets_budget|ce_cost_allocation_tag|cloudwatch_event_(rule|target)|cloudwatch_log_(group|metric_filter|resource_policy)|db_(option|parameter|subnet)_group|default_security_group|ecr_(lifecycle|repository)_policy|ecs_(capacity_provider|cluster_capacity_providers|service|task_definition)|iam_.*|internet_gateway|kms_alias|lambda_.*|lb_(listener.*|target_group)|launch_template|route|route53_record|route_table.*|s3_bucket_.*|secretsmanager_secret_policy|security_group|sns_topic.*|sqs_queue_.*|ssm_(document|parameter)|subnet|vpc|vpc_security_group_.*|wafv2_web_acl_.*)$/;

function list(value: unknown): readonly Configuration[] {
  return [value ?? []].flat() as Configuration[];
}

function metricsOf({ metric_query: queries }: Configuration): number {
  return list(queries).filter((query) => query.metric !== undefined).length;
}

function instanceTypes({ mixed_instances_policy: policy }: Configuration): string[] {
  return list(policy)
    .flatMap(({ launch_template: template }) => list(template))
    .flatMap(({ override }) => list(override))
    .map(({ instance_type: type }) => String(type));
}

/**
 * Images of before rollouts, as many as the function that rolls out keeps, and one that isn't complete yet. A snapshot
 * holds what is written of its volume: nobody knows yet how much, and all of it at the most.
 */
function restorePoints(resources: Resources): Range {
  const variables = resources("aws_lambda_function")
    .flatMap(({ environment }) => list(environment))
    .map(({ variables }) => variables as Configuration | undefined);
  const kept = variables.map((each) => Number(each?.ROLLOUT_RESTORE_POINTS));
  const most = kept.find((each) => Number.isInteger(each));
  return { least: 0, most: most === undefined ? 0 : most + 1 };
}

/** Whether a role lets the CloudWatch agent write metrics. */
const writesMetrics = ({ policy }: Configuration) =>
  String(policy).includes("cloudwatch:PutMetricData");

function hasPublicAddress({ network_interfaces: interfaces }: Configuration): boolean {
  return list(interfaces).some((each) => each.associate_public_ip_address === "true");
}

function endpointData({ vpc_endpoint_type: type }: Configuration): Range {
  return type === "Interface" ? assumed.gigabytesOfLogs : { least: 0, most: 0 };
}

const sumOf = (sizes: readonly number[]) => sizes.reduce((sum, each) => sum + each, 0);

function volumeSizes({ block_device_mappings: devices }: Configuration): number[] {
  return list(devices)
    .flatMap(({ ebs }) => list(ebs))
    .map(({ volume_size: size }) => Number(size));
}

/** Of a class of the generations in use: two where it is large or smaller, and from there by its size. */
function processorsOf(databaseClass: string): number {
  const size = databaseClass.split(".").at(-1) ?? "";
  const [, factor] = /^(\d*)xlarge$/.exec(size) ?? [];
  return factor === undefined ? 2 : 4 * Number(factor || 1);
}
