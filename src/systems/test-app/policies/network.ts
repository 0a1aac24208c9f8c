import type { NetworkAccessProps } from "../../../constructs/networking/network-access";
import { databaseEngine } from "../application";
import type { Names } from "../names";

/**
 * Who may talk to whom: the world to the load balancer on 80 and 443, the load balancer to the
 * instances on the application's port, the instances to the world on 443 and to the database, which has
 * no way out. Nothing else; there is no SSH, because people come in through Session Manager.
 */
export function allowedConnections(
  names: Names,
  applicationPort: number,
): Omit<NetworkAccessProps<"load-balancer" | "instance" | "database">, "vpcId"> {
  return {
    groups: {
      "load-balancer": {
        name: names.loadBalancerSecurityGroup,
        description: `Load balancer of ${names.base}`,
      },
      instance: { name: names.instanceSecurityGroup, description: `Instances of ${names.base}` },
      database: { name: names.database.securityGroup, description: `Database of ${names.base}` },
    },
    connections: {
      "world-to-load-balancer-http": {
        group: "load-balancer",
        direction: "in",
        peer: "anywhere",
        port: 80,
        description: "HTTP from anywhere, to be redirected to HTTPS",
      },
      "world-to-load-balancer-https": {
        group: "load-balancer",
        direction: "in",
        peer: "anywhere",
        port: 443,
        description: "HTTPS from anywhere",
      },
      "load-balancer-to-instance": {
        group: "load-balancer",
        direction: "out",
        peer: "instance",
        port: applicationPort,
        description: "The application on the instances",
      },
      "instance-from-load-balancer": {
        group: "instance",
        direction: "in",
        peer: "load-balancer",
        port: applicationPort,
        description: "The application, from the load balancer only",
      },
      "instance-to-world-https": {
        group: "instance",
        direction: "out",
        peer: "anywhere",
        port: 443,
        description: "HTTPS: services of AWS, packages and the server of the updater",
      },
      "instance-to-database": {
        group: "instance",
        direction: "out",
        peer: "database",
        port: databaseEngine.port,
        description: "MySQL: the metrics of the backoffice",
      },
      "database-from-instance": {
        group: "database",
        direction: "in",
        peer: "instance",
        port: databaseEngine.port,
        description: "MySQL, from the instances",
      },
    },
  };
}
