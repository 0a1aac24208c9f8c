import { describe, expect, it } from "vitest";
import { NetworkAccess } from "../../../../../src/constructs/networking/network-access";
import { allowedConnections } from "../../../../../src/systems/test-app/policies/network";
import { environment } from "../../../../support/environment";
import { synthesize } from "../../../../support/synthesized";

describe("who may talk to whom", () => {
  const props = { ...allowedConnections(environment().names, 8080), vpcId: "vpc-1" };
  const stack = synthesize((scope) => new NetworkAccess(scope, "access", props));
  const [loadBalancer, instance, database] = ["load-balancer", "instance", "database"].map((id) => {
    const { "//": metadata } = stack.named("aws_security_group", `access/${id}`);
    return `\${aws_security_group.${metadata.metadata.uniqueId}.id}`;
  });
  const anywhere = { cidr_ipv4: "0.0.0.0/0" };
  const port = (number: number) => ({ ip_protocol: "tcp", from_port: number, to_port: number });

  it("lets the world reach the load balancer, and only the load balancer reach the instances, and they the database", () => {
    expect(stack.ofType("aws_vpc_security_group_ingress_rule")).toEqual([
      expect.objectContaining({
        security_group_id: database,
        ...port(3306),
        referenced_security_group_id: instance,
      }),
      expect.objectContaining({
        security_group_id: instance,
        ...port(8080),
        referenced_security_group_id: loadBalancer,
      }),
      expect.objectContaining({ security_group_id: loadBalancer, ...port(80), ...anywhere }),
      expect.objectContaining({ security_group_id: loadBalancer, ...port(443), ...anywhere }),
    ]);
  });

  it("lets the load balancer out to the instances only, the instances to HTTPS and MySQL, and the database nowhere", () => {
    expect(stack.ofType("aws_vpc_security_group_egress_rule")).toEqual([
      expect.objectContaining({
        security_group_id: instance,
        ...port(3306),
        referenced_security_group_id: database,
      }),
      expect.objectContaining({ security_group_id: instance, ...port(443), ...anywhere }),
      expect.objectContaining({
        security_group_id: loadBalancer,
        ...port(8080),
        referenced_security_group_id: instance,
      }),
    ]);
  });
});
