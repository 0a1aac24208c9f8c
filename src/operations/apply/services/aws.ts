import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
import { type Call, CallFailure } from "../../aws/call";
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

/** The most that DescribeTasks takes; the newest of the stopped tasks are enough to tell why. */
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
    stoppedTasks: (cluster: string, serviceName: string, call: Call): Promise<StoppedTask[]> =>
      aws.ask("ListTasks", ECSClient, call, async (client, options) => {
        const list = { cluster, serviceName, desiredStatus: "STOPPED", maxResults: mostTasks };
        const { taskArns = [] } = await client.send(new ListTasksCommand(list as never), options);
        if (taskArns.length === 0) return [];
        const { tasks = [] } = await client.send(
          new DescribeTasksCommand({ cluster, tasks: taskArns }),
          options,
        );
        return tasks.map(({ taskDefinitionArn = "", stoppedReason, containers = [] }) => ({
          taskDefinition: taskDefinitionArn,
          reasons: [
            ...(stoppedReason ? [stoppedReason] : []),
            ...containers.flatMap(({ name, reason, exitCode }) => {
              const told = [reason, exitCode && `exit code ${exitCode}`].filter(Boolean).join(", ");
              return told === "" ? [] : [`container ${name}: ${told}`];
            }),
          ],
        }));
      }),
  };
}
