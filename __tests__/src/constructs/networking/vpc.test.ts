import { describe, expect, it } from "vitest";
import { NetworkAccess } from "../../../../src/constructs/networking/network-access";
import { PathRoutes } from "../../../../src/constructs/networking/path-routes";
import { RefusedTrafficLog } from "../../../../src/constructs/networking/refused-traffic-log";
import { amazonLinuxPackages, imageLayers } from "../../../../src/constructs/networking/s3-objects";
import { Vpc } from "../../../../src/constructs/networking/vpc";
import { VpcEndpoints } from "../../../../src/constructs/networking/vpc-endpoints";
import { permits } from "../../../support/iam";
import { synthesize } from "../../../support/synthesized";

describe("a VPC", () => {
  const stack = synthesize((scope) => {
    const vpc = new Vpc(scope, "vpc", {
      name: "a",
      block: "10.20",
      zones: ["us-east-1a", "us-east-1b"],
    });
    const endpoints = new VpcEndpoints(scope, "endpoints", {
      name: "a",
      region: "us-east-1",
      vpcId: vpc.id,
      services: ["ecr.api", "logs"],
      subnetIds: vpc.privateSubnetIds,
      securityGroupId: "sg-endpoints",
      routeTableIds: [vpc.privateRouteTableId],
      throughS3: [imageLayers("us-east-1"), amazonLinuxPackages("us-east-1")],
    });
    new NetworkAccess<"web">(scope, "access", {
      vpcId: vpc.id,
      groups: { web: { id: "sg-web" } },
      connections: {
        "web-to-s3": {
          group: "web",
          direction: "out",
          peer: { prefixListId: endpoints.s3PrefixListId },
          port: 443,
          description: "S3",
        },
      },
    });
    new RefusedTrafficLog(scope, "refused", { logBucket: { name: "logs" }, vpcId: vpc.id });
  });
  const tableOf = (kind: string) =>
    `\${aws_route_table.${stack.named("aws_route_table", `vpc/${kind}-routes`)["//"].metadata.uniqueId}.id}`;

  it("has a public and a private subnet in each zone, which don't overlap", () => {
    const subnets = stack.ofType("aws_subnet");
    expect(subnets.map((each) => `${each.availability_zone} ${each.cidr_block}`).sort()).toEqual([
      "us-east-1a 10.20.0.0/24",
      "us-east-1a 10.20.100.0/24",
      "us-east-1b 10.20.1.0/24",
      "us-east-1b 10.20.101.0/24",
    ]);
    expect(subnets.some((each) => each.map_public_ip_on_launch)).toBe(false);
  });

  it("leads out of the public subnets alone, and has no NAT", () => {
    expect(stack.only("aws_route")).toMatchObject({
      route_table_id: tableOf("public"),
      destination_cidr_block: "0.0.0.0/0",
    });
    expect(stack.ofType("aws_nat_gateway")).toEqual([]);
    const closed = stack
      .ofType("aws_route_table_association")
      .filter((each) => each.route_table_id === tableOf("private"));
    expect(closed).toHaveLength(2);
  });

  it("lets what names no security group reach nothing", () => {
    expect(stack.only("aws_default_security_group")).toMatchObject({ ingress: [], egress: [] });
  });

  it("reaches AWS by an endpoint for each service, and S3 by a route of the private subnets", () => {
    const endpoints = stack.ofType("aws_vpc_endpoint");
    const services = endpoints.map((each) => `${each.vpc_endpoint_type} ${each.service_name}`);
    expect(services.sort()).toEqual([
      "Gateway com.amazonaws.us-east-1.s3",
      "Interface com.amazonaws.us-east-1.ecr.api",
      "Interface com.amazonaws.us-east-1.logs",
    ]);
    expect(stack.named("aws_vpc_endpoint", "endpoints/s3").route_table_ids).toEqual([
      tableOf("private"),
    ]);
    const asked = (objects: string, action = "s3:GetObject") =>
      permits(JSON.parse(stack.named("aws_vpc_endpoint", "endpoints/s3").policy).Statement, {
        action,
        resource: `arn:aws:s3:::${objects}`,
      });
    expect(asked("prod-us-east-1-starport-layer-bucket/layer")).toBe(true);
    expect(asked("al2023-repos-us-east-1-de612dc2/core/mirrors/x")).toBe(true);
    expect(asked("somebody-elses/data")).toBe(false);
    expect(asked("al2023-repos-us-east-1-de612dc2/data", "s3:PutObject")).toBe(false);
    expect(stack.named("aws_vpc_endpoint", "endpoints/logs")).toMatchObject({
      private_dns_enabled: true,
      security_group_ids: ["sg-endpoints"],
    });
    expect(stack.only("aws_vpc_security_group_egress_rule").prefix_list_id).toMatch(
      /^\$\{aws_vpc_endpoint\.endpoints_s3_\w+\.prefix_list_id\}$/,
    );
  });

  it("logs its own refused traffic to S3", () => {
    const log = stack.only("aws_flow_log");
    expect(log).toMatchObject({ traffic_type: "REJECT", log_destination_type: "s3" });
    expect(log.vpc_id).toMatch(/^\$\{aws_vpc\.vpc_this_\w+\.id\}$/);
    expect(stack.ofType("aws_vpc").filter((each) => each.default)).toEqual([]);
  });
});

describe("path routes", () => {
  const stack = synthesize(
    (scope) =>
      new PathRoutes(scope, "routes", {
        listenerArn: "arn:listener",
        routes: {
          web: { paths: ["/web", "/web/*"], targetGroupArn: "arn:web" },
          other: { paths: ["/other"], targetGroupArn: "arn:other" },
        },
      }),
  );

  it("send paths to their target groups, in their order", () => {
    const rule = (name: string) => stack.named("aws_lb_listener_rule", `routes/${name}`);
    expect(rule("web")).toMatchObject({
      listener_arn: "arn:listener",
      priority: 10,
      condition: [{ path_pattern: { values: ["/web", "/web/*"] } }],
      action: [{ type: "forward", target_group_arn: "arn:web" }],
    });
    expect(rule("other")).toMatchObject({
      priority: 20,
      action: [{ target_group_arn: "arn:other" }],
    });
  });
});
