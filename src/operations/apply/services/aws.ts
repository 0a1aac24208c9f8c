import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Task,
} from "@aws-sdk/client-ecs";
import { type Call, CallFailure, type Page, type PageCall } from "../../aws/call";
import type { Clients } from "../../aws/clients";

/** What the wait for ECS services needs of ECS. */
export type ServicesPort = ReturnType<typeof servicesPort>;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
export interface ServiceDeployment {
  /** `PRIMARY` is the one that the service is to have; a rollback makes one of its own. */
  readonly status: string;
  /** ARN, which ends with the revision. */
  readonly taskDefinition: string;
  /** `IN_PROGRESS`, `COMPLETED` or `FAILED`. */
  readonly rolloutState: string;
  readonly rolloutStateReason: string | null;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html */
export interface Service {
  readonly name: string;
  readonly runningTasks: number;
  readonly desiredTasks: number;
  readonly deployments: readonly ServiceDeployment[];
}

/** A task that ended, and why, as ECS and its containers say. ECS forgets it after an hour. */
export interface StoppedTask {
  readonly taskDefinition: string;
  readonly reasons: readonly string[];
}

/** The most that a page may hold, and that DescribeTasks takes. */
const mostTasks = 100;

export function servicesPort(aws: Clients) {
  return {
    /** Those of up to ten services that the cluster has. */
    describeServices: (cluster: string, names: readonly string[], call: Call): Promise<Service[]> =>
      aws.ask("DescribeServices", ECSClient, call, async (client, options) => {
        const command = new DescribeServicesCommand({ cluster, services: [...names] });
        const { services = [] } = await client.send(command, options);
        return services
          .filter(({ status }) => status !== "INACTIVE")
          .map(({ serviceName = "", runningCount = 0, desiredCount = 0, deployments = [] }) => ({
            name: serviceName,
            runningTasks: runningCount,
            desiredTasks: desiredCount,
            deployments: deployments.map((each) => ({
              status: each.status ?? "",
              taskDefinition: each.taskDefinition ?? "",
              rolloutState: each.rolloutState ?? "",
              rolloutStateReason: each.rolloutStateReason ?? null,
            })),
          }));
      }),

    /** ARN of a family's newest active revision: the one that the last apply made. */
    newestTaskDefinition: (family: string, call: Call): Promise<string> =>
      aws.ask("DescribeTaskDefinition", ECSClient, call, async (client, options) => {
        const command = new DescribeTaskDefinitionCommand({ taskDefinition: family });
        const { taskDefinition } = await client.send(command, options);
        const arn = taskDefinition?.taskDefinitionArn;
        if (arn === undefined)
          throw new CallFailure("unavailable", `DescribeTaskDefinition gave no ARN of ${family}`);
        return arn;
      }),

    /** Tasks of a service that ended within the last hour. */
    stoppedTasks: (
      cluster: string,
      serviceName: string,
      page: PageCall,
    ): Promise<Page<StoppedTask>> =>
      aws.ask("ListTasks", ECSClient, page, async (client, options) => {
        const list = new ListTasksCommand({
          cluster,
          serviceName,
          desiredStatus: "STOPPED",
          maxResults: mostTasks,
          nextToken: page.nextToken,
        });
        const { taskArns = [], nextToken } = await client.send(list, options);
        if (taskArns.length === 0) return { items: [], nextToken: nextToken || undefined };
        const describe = new DescribeTasksCommand({ cluster, tasks: taskArns });
        const { tasks = [] } = await client.send(describe, options);
        return { items: tasks.map(stoppedTask), nextToken: nextToken || undefined };
      }),
  };
}

function stoppedTask({ taskDefinitionArn = "", stoppedReason, containers = [] }: Task) {
  const ofContainers = containers.flatMap(({ name, reason, exitCode }) => {
    const told = [reason, exitCode && `exit code ${exitCode}`].filter(Boolean).join(", ");
    return told === "" ? [] : [`container ${name}: ${told}`];
  });
  const reasons = [...(stoppedReason ? [stoppedReason] : []), ...ofContainers];
  return { taskDefinition: taskDefinitionArn, reasons };
}
