import { type Call, permits } from "../../support/iam";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { add, failing, type Invariant, policies } from "./invariant";

const list = <Value>(value: Value | readonly Value[] | undefined): Value[] =>
  [value ?? []].flat() as Value[];
const first = (stack: SynthesizedStack, type: string) => stack.ofType(type)[0] as Configuration;

/**
 * Endpoints that whoever has an action of a service needs, by the service as IAM names it.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
const byService: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ["monitoring"],
  ec2: ["ec2"],
  ec2messages: [], // the agent of an instance takes ssmmessages, where it reaches it
  ecr: ["ecr.api", "ecr.dkr", "s3"], // S3 has the layers
  ecs: ["ecs", "ecs-agent", "ecs-telemetry"],
  kms: ["kms"],
  logs: ["logs"],
  "rds-db": [], // a password for the database, which the client signs itself
  s3: ["s3"],
  secretsmanager: ["secretsmanager"],
  sqs: ["sqs"],
  ssm: ["ssm"],
  ssmmessages: ["ssmmessages"],
};

/** Services that a statement's owner calls: a key, another service uses for it. */
function calledBy({ Effect, Action, Condition }: Configuration): string[] {
  if (Effect !== "Allow" || Condition?.StringEquals?.["kms:ViaService"] !== undefined) return [];
  return list<string>(Action).map((action) => action.split(":")[0] ?? "");
}

/** Policies of the roles that machines and tasks have, and those with which ECS starts tasks. */
function calledServices(stack: SynthesizedStack): ReadonlySet<string> {
  const inVpc = stack
    .resources()
    .filter(
      ({ type, configuration }) =>
        type === "aws_iam_role" &&
        /"(ec2|ecs-tasks)\.amazonaws\.com"/.test(configuration.assume_role_policy),
    )
    .map(({ address }) => `\${${address}.name}`);
  const theirs = stack
    .resources()
    .filter(
      ({ type, configuration }) =>
        type === "aws_iam_role_policy" && inVpc.includes(configuration.role),
    )
    .map(({ address }) => `${address}.policy`);
  const granted = policies(stack)
    .filter(({ address }) => theirs.includes(address))
    .flatMap(({ policy }) => policy.Statement.flatMap(calledBy));
  return new Set([...granted, ...bySettings(stack)]);
}

/** What containers' images, logs and secrets, and the agent that joins a cluster, call whatever roles allow. */
function bySettings(stack: SynthesizedStack): string[] {
  const containers = stack
    .ofType("aws_ecs_task_definition")
    .map((each) => each.container_definitions as string)
    .join();
  const scripts = stack
    .ofType("aws_launch_template")
    .map(({ user_data: data }) => Buffer.from(data, "base64").toString())
    .join();
  const signs: Readonly<Record<string, boolean>> = {
    ecr: /"image":"\d+\.dkr\.ecr\./.test(containers),
    logs: containers.includes('"logDriver":"awslogs"'),
    ecs: scripts.includes("ECS_CLUSTER="),
    s3: scripts.includes("dnf install"), // Amazon Linux keeps its packages there
  };
  return Object.keys(signs).filter((service) => signs[service]);
}

/** Last parts of the names of the endpoints that a VPC has. */
const endpointsOf = (stack: SynthesizedStack) =>
  stack
    .ofType("aws_vpc_endpoint")
    .map(({ service_name: name }) => name.split(/\.[a-z]+-\w+-\d\./)[1]);

const s3Route = (stack: SynthesizedStack) => stack.named("aws_vpc_endpoint", "endpoints/s3");

/** What the stack's roles may do in S3. */
function askedOfS3(stack: SynthesizedStack): Call[] {
  return policies(stack)
    .filter(({ address }) => address.startsWith("aws_iam_role_policy."))
    .flatMap(({ policy }) => policy.Statement as Configuration[])
    .flatMap(({ Action, Resource }) =>
      list<string>(Action)
        .filter((action) => action.startsWith("s3:"))
        .flatMap((action) => list<string>(Resource).map((resource) => ({ action, resource }))),
    );
}

/** Security groups that machines and tasks wear. */
const worn = (stack: SynthesizedStack): string[] =>
  [
    ...stack.ofType("aws_launch_template").flatMap((each) => each.network_interfaces),
    ...stack.ofType("aws_ecs_service").map((each) => each.network_configuration),
  ].flatMap((each: Configuration) => each.security_groups);

/** Of systems in a VPC of their own, without NAT. */
export const ofPrivateNetworks: readonly Invariant[] = [
  {
    name: "a VPC has an endpoint for each service of AWS that is called from it, and for no other",
    violations: (stack) => {
      const called = [...calledServices(stack)];
      const needed = new Set(called.flatMap((service) => byService[service] ?? []));
      const there = endpointsOf(stack);
      return [
        ...called.filter((service) => !(service in byService)).map((each) => `${each} is unknown`),
        ...[...needed].filter((each) => !there.includes(each)).map((each) => `no ${each}`),
        ...there.filter((each) => !needed.has(each)).map((each) => `nobody calls ${each}`),
      ];
    },
    breaches: [
      ...["ecr.api", "ecs", "ecs-agent", "ecs-telemetry", "logs", "s3", "sqs", "ssm"].map(
        (name): Invariant["breaches"][number] => [
          (stack) => {
            const endpoints = stack.json.resource.aws_vpc_endpoint;
            for (const [id, { service_name: found }] of Object.entries<Configuration>(endpoints))
              if (found.endsWith(`.us-west-2.${name}`)) delete endpoints[id];
          },
          `no ${name}`,
        ],
      ),
      [
        (stack) => {
          const policy = stack.named("aws_iam_role_policy", "consumer-task/task-role/emails");
          policy.policy = policy.policy.replace("s3:PutObject", "bedrock:InvokeModel");
        },
        "bedrock is unknown",
      ],
      [
        (stack) => {
          const policy = stack.named("aws_iam_role_policy", "producer-task/task-role/queue");
          policy.policy = policy.policy.replace("sqs:SendMessage", "kms:Decrypt");
        },
        "no kms",
      ],
      [
        (stack) =>
          add(stack, "aws_vpc_endpoint", { service_name: "com.amazonaws.us-west-2.lambda" }),
        "nobody calls lambda",
      ],
    ],
  },
  {
    name: "the route to S3 leads to what roles may do there, and to AWS's packages and layers, and no further",
    violations: (stack) => {
      const statements = JSON.parse(s3Route(stack).policy ?? '{"Statement":[]}').Statement;
      const { region } = stack.json.provider.aws[0];
      const needed = [
        { action: "s3:GetObject", resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/1` },
        { action: "s3:GetObject", resource: `arn:aws:s3:::al2023-repos-${region}-1/core/1` },
        ...askedOfS3(stack),
      ];
      const further = [
        { action: "s3:GetObject", resource: "arn:aws:s3:::somebody-elses/1" },
        { action: "s3:PutObject", resource: "arn:aws:s3:::somebody-elses/1" },
      ];
      return [
        ...needed.filter((call) => !permits(statements, call)).map((each) => `no ${each.resource}`),
        ...further.filter((call) => permits(statements, call)).map((each) => each.resource),
      ];
    },
    breaches: [
      [
        (stack) => {
          delete s3Route(stack).policy;
        },
        "no arn:aws:s3:::al2023-repos-us-west-2-1/core/1",
      ],
      [
        (stack) => {
          const policy = stack.named("aws_iam_role_policy", "consumer-task/task-role/emails");
          policy.policy = policy.policy.replace("emails/*", "other/*");
        },
        "other/*",
      ],
      [
        (stack) => {
          const route = s3Route(stack);
          route.policy = route.policy.replace(/"arn:aws:s3:::[^"]*"/, '"*"');
        },
        "somebody-elses",
      ],
    ],
  },
  {
    name: "an endpoint answers by the service's own name, and whatever runs may connect to it",
    violations: (stack) => {
      const isInterface = ({ vpc_endpoint_type: type }: Configuration) => type === "Interface";
      const groups = new Set(
        stack
          .ofType("aws_vpc_endpoint")
          .filter(isInterface)
          .flatMap((each) => each.security_group_ids),
      );
      const reaches = (group: string) =>
        stack
          .ofType("aws_vpc_security_group_egress_rule")
          .some(
            (rule) =>
              rule.security_group_id === group &&
              groups.has(rule.referenced_security_group_id) &&
              rule.to_port === 443,
          );
      return [
        ...failing(
          stack,
          ["aws_vpc_endpoint"],
          (each) => !isInterface(each) || each.private_dns_enabled === true,
        ),
        ...worn(stack).filter((group) => !reaches(group)),
      ];
    },
    breaches: [
      [
        (stack) => {
          for (const each of stack.ofType("aws_vpc_endpoint")) each.private_dns_enabled = false;
        },
        "aws_vpc_endpoint",
      ],
      [
        (stack) => {
          delete stack.json.resource.aws_vpc_security_group_egress_rule[
            stack
              .resources()
              .find(({ address }) => address.includes("egress_rule.access_consumer-to-endpoints"))
              ?.address.split(".")[1] ?? ""
          ];
        },
        "aws_security_group.access_consumer",
      ],
    ],
  },
  {
    name: "nothing has a way to the internet: no NAT, no public address, no open rule outwards",
    violations: (stack) => [
      ...failing(
        stack,
        ["aws_nat_gateway", "aws_egress_only_internet_gateway", "aws_eip"],
        () => false,
      ),
      ...(stack.ofType("aws_internet_gateway").length > 1 ? ["aws_internet_gateway"] : []),
      ...failing(stack, ["aws_subnet"], (each) => each.map_public_ip_on_launch === false),
      ...failing(stack, ["aws_launch_template"], ({ network_interfaces: [network] }) =>
        ["false", false].includes(network.associate_public_ip_address),
      ),
      ...failing(
        stack,
        ["aws_ecs_service"],
        (each) => each.network_configuration.assign_public_ip === false,
      ),
      ...failing(
        stack,
        ["aws_vpc_security_group_egress_rule"],
        (rule) => rule.cidr_ipv4 === undefined && rule.cidr_ipv6 === undefined,
      ),
      ...failing(
        stack,
        ["aws_default_security_group"],
        ({ ingress, egress }) => ingress?.length === 0 && egress?.length === 0,
      ),
    ],
    breaches: [
      [(stack) => add(stack, "aws_nat_gateway", {}), "aws_nat_gateway"],
      [(stack) => add(stack, "aws_eip", {}), "aws_eip"],
      [(stack) => add(stack, "aws_internet_gateway", {}), "aws_internet_gateway"],
      [
        (stack) => Object.assign(first(stack, "aws_subnet"), { map_public_ip_on_launch: true }),
        "aws_subnet",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_launch_template").network_interfaces[0], {
            associate_public_ip_address: "true",
          }),
        "aws_launch_template",
      ],
      [
        (stack) =>
          Object.assign(first(stack, "aws_ecs_service").network_configuration, {
            assign_public_ip: true,
          }),
        "aws_ecs_service",
      ],
      [
        (stack) =>
          Object.assign(first(stack, "aws_vpc_security_group_egress_rule"), {
            cidr_ipv4: "0.0.0.0/0",
          }),
        "egress_rule",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_default_security_group"), { ingress: [{ from_port: 0 }] }),
        "aws_default_security_group",
      ],
    ],
  },
];
