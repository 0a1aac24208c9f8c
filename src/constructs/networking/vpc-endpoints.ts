import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "../security/policy-document";

export interface VpcEndpointsProps {
  /** What their names begin with. */
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;
  /** Services by the last part of their names, such as `ecr.api`: each has an address in each subnet. */
  readonly services: readonly string[];
  /** One a zone. */
  readonly subnetIds: string[];
  /** Who may connect to them. */
  readonly securityGroupId: string;
  /** Of the subnets that reach S3. */
  readonly routeTableIds: string[];
  /** All that may be asked of S3 on that way, whatever a role allows. */
  readonly throughS3: readonly PolicyStatement[];
}

/**
 * The only way of a VPC without NAT to AWS's services: an address in the VPC for each service, and a route to S3,
 * which costs nothing. Buckets are the world's, and so that route leads to those alone that its policy names.
 *
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export class VpcEndpoints extends Construct {
  /** What a security group's rule names S3 by. */
  public readonly s3PrefixListId: string;
  public readonly all: readonly VpcEndpoint[];

  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);

    const { name, region, vpcId } = props;
    const serviceName = (service: string) => `com.amazonaws.${region}.${service}`;
    const s3 = new VpcEndpoint(this, "s3", {
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: serviceName("s3"),
      routeTableIds: props.routeTableIds,
      policy: policyDocument(props.throughS3),
      tags: { Name: `${name}-s3` },
    });
    const others = props.services.map(
      (service) =>
        new VpcEndpoint(this, service, {
          vpcId,
          vpcEndpointType: "Interface",
          serviceName: serviceName(service),
          privateDnsEnabled: true,
          subnetIds: props.subnetIds,
          securityGroupIds: [props.securityGroupId],
          tags: { Name: `${name}-${service}` },
        }),
    );

    this.s3PrefixListId = s3.prefixListId;
    this.all = [s3, ...others];
  }
}
