import { between, toS3, worldToLoadBalancer } from "../../constructs/networking/connections";
import type { NetworkAccessProps } from "../../constructs/networking/network-access";
import { amazonLinuxPackages, imageLayers } from "../../constructs/networking/s3-objects";
import { allow, type PolicyStatement } from "../../constructs/security/policy-document";
import { emailPrefix, type Names } from "./names";
import { grafanaPort, servicePort } from "./variables";

type Group = "load-balancer" | "instances" | "producer" | "consumer" | "grafana" | "endpoints";

/** AWS's services that something here talks to, by the last parts of their names; S3 is reached by a route. */
export const endpointServices = [
  "ecr.api",
  "ecr.dkr",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "logs",
  "monitoring",
  "sqs",
  "ssm",
  "ssmmessages",
];

/**
 * Who may talk to whom: the world to the load balancer, that one to the producer, and instances and tasks to AWS's
 * endpoints. From instances one gets to Grafana, which is how Session Manager forwards its port. Nothing else; nobody
 * connects to the consumer or to an instance, and there is no port 22.
 */
export function allowedConnections({ base }: Names): Omit<NetworkAccessProps<Group>, "vpcId"> {
  const group = (name: Group, description: string) => ({ name: `${base}-${name}`, description });
  const toEndpoints = (from: Group) =>
    between<Group>(from, "endpoints", 443, `Services of AWS for ${from}`);
  return {
    groups: {
      "load-balancer": group("load-balancer", `Load balancer of ${base}`),
      instances: group("instances", `Instances that tasks of ${base} run on`),
      producer: group("producer", `Tasks of the producer of ${base}`),
      consumer: group("consumer", `Tasks of the consumer of ${base}`),
      grafana: group("grafana", `Tasks of Grafana of ${base}`),
      endpoints: group("endpoints", `Endpoints of services of AWS in ${base}`),
    },
    connections: {
      ...worldToLoadBalancer,
      ...between<Group>("load-balancer", "producer", servicePort, "HTTP to the producer"),
      ...between<Group>("instances", "grafana", grafanaPort, "Forwarded sessions to Grafana"),
      ...toEndpoints("instances"),
      ...toEndpoints("producer"),
      ...toEndpoints("consumer"),
      ...toEndpoints("grafana"),
    },
  };
}

/** The way to S3, whose addresses are known once its endpoint is there. */
export function connectionsToS3(
  groupIds: Readonly<Record<Group, string>>,
  prefixListId: string,
): Omit<NetworkAccessProps<"instances" | "consumer">, "vpcId"> {
  return {
    groups: { instances: { id: groupIds.instances }, consumer: { id: groupIds.consumer } },
    connections: {
      "instances-to-s3": toS3("instances", prefixListId, "S3: layers of images, and packages"),
      "consumer-to-s3": toS3("consumer", prefixListId, "S3: e-mails"),
    },
  };
}

/** All that instances and tasks ask of S3. */
export function throughS3(region: string, { bucket }: Names): PolicyStatement[] {
  return [
    imageLayers(region),
    amazonLinuxPackages(region),
    allow("PutEmails", {
      Principal: "*",
      Action: ["s3:PutObject"],
      Resource: `arn:aws:s3:::${bucket}/${emailPrefix}*`,
    }),
  ];
}
