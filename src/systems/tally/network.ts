import { between, toS3, worldToLoadBalancer } from "../../constructs/networking/connections";
import type { NetworkAccessProps } from "../../constructs/networking/network-access";
import {
  amazonLinuxPackages,
  imageLayers,
  readThrough,
} from "../../constructs/networking/s3-objects";
import type { Region } from "../configuration/account";
import { databaseEngine, type Names, releaseKey, sharedNamesOf } from "./names";
import { servicePort } from "./variables";

type Group = "load-balancer" | "adder" | "tasks" | "database" | "endpoints";

/** AWS's services that something here talks to, by the last parts of their names; S3 is reached by a route. */
export const endpointServices = [
  "ecr.api",
  "ecr.dkr",
  "logs",
  "secretsmanager",
  "ssm",
  "ssmmessages",
];

/** What answers requests: the adder's machines, and the tasks of the other services. */
const clients = {
  adder: "the adder's machines",
  tasks: "the tasks of display and reset",
} as const;

/**
 * Who may talk to whom: the world to the load balancer, that one to the services, and the services to the database and
 * to AWS's endpoints. Nothing else; the database has no way out, and there is no port 22.
 */
export function allowedConnections({ base }: Names): Omit<NetworkAccessProps<Group>, "vpcId"> {
  const group = (name: Group, description: string) => ({ name: `${base}-${name}`, description });
  return {
    groups: {
      "load-balancer": group("load-balancer", `Load balancer of ${base}`),
      adder: group("adder", `Machines of the adder of ${base}`),
      tasks: group("tasks", `Tasks of display and reset of ${base}`),
      database: group("database", `Database of ${base}`),
      endpoints: group("endpoints", `Endpoints of services of AWS in ${base}`),
    },
    connections: {
      ...worldToLoadBalancer,
      ...between<Group>("load-balancer", "adder", servicePort, "HTTP to the adder"),
      ...between<Group>("load-balancer", "tasks", servicePort, "HTTP to display and reset"),
      ...between<Group>("adder", "database", databaseEngine.port, "PostgreSQL from the adder"),
      ...between<Group>(
        "tasks",
        "database",
        databaseEngine.port,
        "PostgreSQL from display and reset",
      ),
      ...between<Group>("adder", "endpoints", 443, "Services of AWS for the adder"),
      ...between<Group>("tasks", "endpoints", 443, "Services of AWS for display and reset"),
    },
  };
}

/** The way to S3, whose addresses are known once its endpoint is there. */
export function connectionsToS3(
  groupIds: Readonly<Record<Group, string>>,
  prefixListId: string,
): Omit<NetworkAccessProps<keyof typeof clients>, "vpcId"> {
  const out = (group: keyof typeof clients) =>
    toS3(group, prefixListId, "S3: packages, releases and layers of images");
  return {
    groups: { adder: { id: groupIds.adder }, tasks: { id: groupIds.tasks } },
    connections: { "adder-to-s3": out("adder"), "tasks-to-s3": out("tasks") },
  };
}

/** All that machines and tasks ask of S3. */
export const throughS3 = (region: Region) => [
  imageLayers(region),
  amazonLinuxPackages(region),
  readThrough("ReadReleases", `${sharedNamesOf(region).releaseBucket}/${releaseKey("*")}`),
];
