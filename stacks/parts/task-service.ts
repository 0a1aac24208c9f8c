import type { Construct } from "constructs";
import type { ContainerCluster } from "../../src/constructs/containers/container-cluster";
import {
  ContainerService,
  type ContainerServiceProps,
} from "../../src/constructs/containers/container-service";
import {
  TaskDefinition,
  type TaskDefinitionProps,
} from "../../src/constructs/containers/task-definition";
import { account } from "../../src/systems/configuration/account";

interface TaskServiceProps
  extends Pick<
    ContainerServiceProps,
    "minimumTasks" | "subnetIds" | "securityGroupId" | "capacityProviderName" | "dependsOn"
  > {
  readonly region: string;
  readonly cluster: Pick<ContainerCluster, "name" | "arn">;
  /** Its container of the service's name gets the requests. */
  readonly task: Omit<TaskDefinitionProps, "account" | "region">;
  /** What sends it requests (default: nothing does). */
  readonly target?: { readonly groupArn: string; readonly port: number };
}

/** A service of a cluster with its task definition; what is returned is what scaling names, and what others wait for. */
export function taskService(
  stack: Construct,
  name: string,
  { region, cluster, task, target, ...rest }: TaskServiceProps,
) {
  const definition = new TaskDefinition(stack, `${name}-task`, {
    ...task,
    account: account.id,
    region,
  });
  const { name: serviceName, service } = new ContainerService(stack, name, {
    ...rest,
    name,
    clusterArn: cluster.arn,
    taskDefinitionArn: definition.arn,
    ...(target && { target: { ...target, container: name, healthCheckGracePeriodSeconds: 60 } }),
    dependsOn: [...definition.policies, ...rest.dependsOn],
  });
  return { name: task.family, clusterName: cluster.name, serviceName, service };
}
