import type { TaskDefinitionProps } from "../../constructs/containers/task-definition";
import { account } from "../configuration/account";
import type { Environment } from "./environment";
import type { ServiceName } from "./images";
import { imageRepositories, type Names } from "./names";
import { taskPolicies } from "./policies";
import { servicePort, serviceVariables } from "./variables";

/** A task of a service: one container, with its own role. */
export function taskOf(
  service: ServiceName,
  environment: Environment,
  names: Names,
  digest: string,
  queue: { readonly url: string; readonly arn: string },
): Omit<TaskDefinitionProps, "account" | "region"> {
  const { region } = environment;
  const repository = imageRepositories[service];
  return {
    family: `${names.base}-${service}`,
    runsOn: "EC2",
    cpu: 256,
    memoryMebibytes: 512,
    architecture: "X86_64",
    containers: {
      [service]: {
        image: {
          repository: `${account.id}.dkr.ecr.${region}.amazonaws.com/${repository}`,
          digest,
        },
        variables: serviceVariables(service, environment, names, queue.url),
        ...(service === "producer" && { port: servicePort }),
      },
    },
    stopTimeoutSeconds: 60,
    logGroupName: names.logGroups[service],
    imageRepositoryArns: [`arn:aws:ecr:${region}:${account.id}:repository/${repository}`],
    policies: taskPolicies(service, region, names, queue.arn),
    startPolicy: [],
  };
}
