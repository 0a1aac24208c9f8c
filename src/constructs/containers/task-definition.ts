import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { allow, type PolicyStatement } from "../security/policy-document";
import { taskRole } from "./task-role";

/** A container's image, by its digest: a tag may name another image tomorrow. */
export interface ContainerImage {
  /** Such as `111122223333.dkr.ecr.us-east-1.amazonaws.com/tally/display`. */
  readonly repository: string;
  /** `sha256:` and 64 digits. */
  readonly digest: string;
}

/** One of a task's containers. None runs as root or writes to its image's files. */
export interface TaskContainer {
  readonly image: ContainerImage;
  /** What it runs (default: what the image says). */
  readonly command?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose values ECS reads when the task starts: ARNs of Secrets Manager or of parameters. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What others connect to (default: nothing). */
  readonly port?: number;
  /** Folders in memory that it may write to, with their sizes in MiB; on EC2 alone (default: none). */
  readonly memoryFolders?: Readonly<Record<string, number>>;
  /** It starts when these have ended well (default: at once). Those must end, and the others must not. */
  readonly after?: readonly string[];
  /**
   * How long those after it wait for its end, in seconds: then the task stops, and says why. From 2 to 120 (default:
   * ECS's own).
   */
  readonly startTimeoutSeconds?: number;
}

export interface TaskDefinitionProps {
  /** What all versions have in common; the roles' names begin with it. */
  readonly family: string;
  readonly account: string;
  readonly region: string;
  /** Where it runs (default: on Fargate). */
  readonly runsOn?: "EC2";
  /** In units of a 1024th of a processor, and MiB: Fargate has some pairs only. */
  readonly cpu: 256 | 512 | 1024 | 2048;
  readonly memoryMebibytes: number;
  readonly architecture: "ARM64" | "X86_64";
  /** By their names. */
  readonly containers: Readonly<Record<string, TaskContainer>>;
  /** How long a container has from SIGTERM to SIGKILL, 120 at the most. */
  readonly stopTimeoutSeconds: number;
  /** Where all of them write. */
  readonly logGroupName: string;
  readonly imageRepositoryArns: readonly string[];
  /** What the containers' own code may do. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** What ECS may do to start them, beside fetching images and writing logs: reading the secrets. */
  readonly startPolicy: readonly PolicyStatement[];
}

/**
 * A version of what a service runs: its containers as user 1000, each on a file system that is read-only,
 * without any of Linux's capabilities, and with its own role. A change makes a new version. Old ones stay and cost
 * nothing: a service can't go back to one that was deregistered, as its circuit breaker would.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deregister-task-definition-v2.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export class TaskDefinition extends Construct {
  public readonly arn: string;
  /** A task that starts before these are there has no permissions: the service depends on them. */
  public readonly policies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);

    const { account, region, family } = props;
    const execution = taskRole(this, "execution-role", {
      name: `${family}-start`,
      description: `What ECS needs to start tasks of ${family}`,
      ...{ account, region },
      policies: { start: [...startStatements(props), ...props.startPolicy] },
    });
    const own = taskRole(this, "task-role", {
      name: `${family}-task`,
      description: `What the code of ${family} may do`,
      ...{ account, region },
      policies: props.policies,
    });
    const definition = new EcsTaskDefinition(this, "this", {
      family,
      requiresCompatibilities: [props.runsOn ?? "FARGATE"],
      skipDestroy: true,
      networkMode: "awsvpc",
      cpu: String(props.cpu),
      memory: String(props.memoryMebibytes),
      runtimePlatform: { cpuArchitecture: props.architecture, operatingSystemFamily: "LINUX" },
      executionRoleArn: execution.arn,
      taskRoleArn: own.arn,
      // References in it have values without quotes: names, ids and ARNs.
      containerDefinitions: JSON.stringify(containerDefinitions(props)),
    });

    this.arn = definition.arn;
    this.policies = [...execution.policies, ...own.policies];
  }
}

/** As ECS takes them; what it would add by itself is written out, or each plan would show it. */
function containerDefinitions(props: TaskDefinitionProps) {
  const { containers } = props;
  const mustEnd = new Set(Object.values(containers).flatMap(({ after = [] }) => after));
  return Object.entries(containers).map(([name, container]) => ({
    name,
    image: `${container.image.repository}@${container.image.digest}`,
    essential: !mustEnd.has(name),
    ...(container.command && { command: container.command }),
    user: "1000",
    readonlyRootFilesystem: true,
    linuxParameters: {
      capabilities: { add: [], drop: ["ALL"] },
      initProcessEnabled: true,
      ...(container.memoryFolders && { tmpfs: inMemory(container.memoryFolders) }),
    },
    ...(container.startTimeoutSeconds && { startTimeout: container.startTimeoutSeconds }),
    stopTimeout: props.stopTimeoutSeconds,
    environment: pairs(container.variables, "value"),
    secrets: pairs(container.secrets ?? {}, "valueFrom"),
    portMappings:
      container.port === undefined
        ? []
        : [{ containerPort: container.port, hostPort: container.port, protocol: "tcp" }],
    dependsOn: (container.after ?? []).map((containerName) => ({
      containerName,
      condition: "SUCCESS",
    })),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": props.logGroupName,
        "awslogs-region": props.region,
        "awslogs-stream-prefix": name,
        // A container must not wait for a log that can't be written.
        mode: "non-blocking",
        "max-buffer-size": "4m",
      },
    },
    mountPoints: [],
    systemControls: [],
    volumesFrom: [],
  }));
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html */
function inMemory(folders: Readonly<Record<string, number>>) {
  return Object.entries(folders).map(([containerPath, size]) => ({ containerPath, size }));
}

/** Sorted by name, as ECS gives them back. */
function pairs<Key extends string>(values: Readonly<Record<string, string>>, key: Key) {
  return Object.entries(values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, [key]: value }) as { name: string } & Record<Key, string>);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
function startStatements(props: TaskDefinitionProps): PolicyStatement[] {
  const { account, region, logGroupName } = props;
  return [
    // The action takes no resource.
    allow("LogInToRegistry", { Action: ["ecr:GetAuthorizationToken"], Resource: "*" }),
    allow("FetchImages", {
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: props.imageRepositoryArns,
    }),
    allow("WriteLog", {
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`,
    }),
  ];
}
