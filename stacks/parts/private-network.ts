import type { Construct } from "constructs";
import {
  NetworkAccess,
  type NetworkAccessProps,
} from "../../src/constructs/networking/network-access";
import { RefusedTrafficLog } from "../../src/constructs/networking/refused-traffic-log";
import { Vpc } from "../../src/constructs/networking/vpc";
import { VpcEndpoints } from "../../src/constructs/networking/vpc-endpoints";
import type { PolicyStatement } from "../../src/constructs/security/policy-document";

type Connections<Group extends string> = Omit<NetworkAccessProps<Group>, "vpcId">;

interface PrivateNetworkProps<Group extends string, Client extends string> {
  /** Of the VPC; the names of what is in it begin with it. */
  readonly name: string;
  readonly region: string;
  readonly block: string;
  readonly zones: readonly string[];
  readonly connections: Connections<Group | "endpoints">;
  /** AWS's services that something in it talks to, such as `ecr.api`. */
  readonly endpointServices: readonly string[];
  /** All that it asks of S3. */
  readonly throughS3: readonly PolicyStatement[];
  readonly connectionsToS3: (
    groupIds: Readonly<Record<Group | "endpoints", string>>,
    prefixListId: string,
  ) => Connections<Client>;
  /** Of the region, which the foundation makes. */
  readonly logBucket: string;
}

/** A VPC without NAT: who may talk to whom in it, its ways to AWS's services, and what was refused. */
export function privateNetwork<Group extends string, Client extends string>(
  stack: Construct,
  props: PrivateNetworkProps<Group, Client>,
) {
  const { name, region } = props;
  const vpc = new Vpc(stack, "network", props);
  const access = new NetworkAccess(stack, "access", { ...props.connections, vpcId: vpc.id });
  const endpoints = new VpcEndpoints(stack, "endpoints", {
    name,
    region,
    vpcId: vpc.id,
    services: props.endpointServices,
    subnetIds: vpc.privateSubnetIds,
    securityGroupId: access.groupIds.endpoints,
    routeTableIds: [vpc.privateRouteTableId],
    throughS3: props.throughS3,
  });
  const accessToS3 = new NetworkAccess(stack, "access-to-s3", {
    ...props.connectionsToS3(access.groupIds, endpoints.s3PrefixListId),
    vpcId: vpc.id,
  });
  new RefusedTrafficLog(stack, "refused-traffic", {
    logBucket: { name: props.logBucket },
    vpcId: vpc.id,
  });
  return {
    vpc,
    groupIds: access.groupIds,
    /** What starts before these are there reaches nothing. */
    reached: [...access.rules, ...accessToS3.rules, ...endpoints.all],
  };
}
