import { describe, expect, it } from "vitest";
import { DnsRecord } from "../../../../src/constructs/networking/dns-record";
import {
  LoadBalancer,
  type LoadBalancerProps,
} from "../../../../src/constructs/networking/load-balancer";
import { NetworkAccess } from "../../../../src/constructs/networking/network-access";
import {
  TargetGroup,
  type TargetGroupProps,
} from "../../../../src/constructs/networking/target-group";
import { WebAcl, type WebAclProps } from "../../../../src/constructs/networking/web-acl";
import { WebAclLog } from "../../../../src/constructs/networking/web-acl-log";
import { synthesize } from "../../../support/synthesized";

describe("network access", () => {
  const stack = synthesize(
    (scope) =>
      new NetworkAccess<"web" | "database">(scope, "access", {
        vpcId: "vpc-1",
        groups: { web: { name: "a-web", description: "Web" }, database: { id: "sg-1" } },
        connections: {
          "world-to-web": {
            group: "web",
            direction: "in",
            peer: "anywhere",
            port: 443,
            description: "HTTPS",
          },
          "web-to-database": {
            group: "web",
            direction: "out",
            peer: "database",
            port: 3306,
            description: "MySQL",
          },
        },
      }),
  );
  const group = stack.only("aws_security_group");
  const web = `\${aws_security_group.${group["//"].metadata.uniqueId}.id}`;
  const port = (number: number) => ({ ip_protocol: "tcp", from_port: number, to_port: number });

  it("makes its groups, and takes those of others as they are", () => {
    expect(group).toMatchObject({ name: "a-web", description: "Web", vpc_id: "vpc-1" });
  });

  it("allows what is listed, and nothing else", () => {
    expect(stack.only("aws_vpc_security_group_ingress_rule")).toMatchObject({
      security_group_id: web,
      ...port(443),
      cidr_ipv4: "0.0.0.0/0",
      description: "HTTPS",
    });
    expect(stack.only("aws_vpc_security_group_egress_rule")).toMatchObject({
      security_group_id: web,
      ...port(3306),
      referenced_security_group_id: "sg-1",
      description: "MySQL",
    });
  });
});

describe("the target group", () => {
  const healthCheck = {
    path: "/ready",
    matcher: "200-299",
    intervalSeconds: 15,
    timeoutSeconds: 5,
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 7,
  };
  const leastBusy = { algorithm: "least_outstanding_requests" } as const;
  const synthesized = (changes: Partial<TargetGroupProps> = {}) =>
    synthesize(
      (scope) =>
        new TargetGroup(scope, "targets", {
          baseName: "an-application",
          port: 80,
          vpcId: "vpc-1",
          loadBalancing: leastBusy,
          deregistrationDelaySeconds: 60,
          healthCheck,
          ...changes,
        }),
    ).only("aws_lb_target_group");

  it("checks health as it is told", () => {
    expect(synthesized()).toMatchObject({
      port: 80,
      protocol: "HTTP",
      target_type: "instance",
      vpc_id: "vpc-1",
      deregistration_delay: "60",
      health_check: {
        enabled: true,
        path: "/ready",
        matcher: "200-299",
        interval: 15,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 7,
        port: "traffic-port",
        protocol: "HTTP",
      },
    });
  });

  it("is replaced without a gap, under another name", () => {
    expect(synthesized().lifecycle.create_before_destroy).toBe(true);
    expect(synthesized({ port: 8080 }).name).not.toBe(synthesized().name);
  });

  it("starts slowly or prefers the least busy instance, never both", () => {
    const slow = synthesized({
      loadBalancing: { algorithm: "round_robin", slowStartSeconds: 60 },
    });
    expect([slow.load_balancing_algorithm_type, slow.slow_start]).toEqual(["round_robin", 60]);
    const least = synthesized({ loadBalancing: leastBusy });
    expect([least.load_balancing_algorithm_type, least.slow_start]).toEqual([
      "least_outstanding_requests",
      undefined,
    ]);
  });
});

describe("the load balancer", () => {
  const props: LoadBalancerProps = {
    name: "a-load-balancer",
    tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    deletionProtection: true,
    idleTimeoutSeconds: 60,
    desyncMitigationMode: "defensive",
    logs: { bucket: "logs", accessPrefix: "here/access", connectionPrefix: "here/connection" },
    subnetIds: ["subnet-1", "subnet-2"],
    securityGroupId: "sg-1",
    certificateArn: "arn:certificate",
    targetGroupArn: "arn:target-group",
  };
  const stack = synthesize((scope) => new LoadBalancer(scope, "lb", props));

  it("is public, hard to delete, and drops what is malformed", () => {
    expect(stack.only("aws_lb")).toMatchObject({
      name: "a-load-balancer",
      internal: false,
      load_balancer_type: "application",
      subnets: ["subnet-1", "subnet-2"],
      security_groups: ["sg-1"],
      enable_deletion_protection: true,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
      idle_timeout: 60,
    });
  });

  it("has a name that AWS allows: of one that is too long the beginning, and a hash of all", () => {
    const [one = "", other] = ["2", "1"].map((end) => {
      const name = `test-app-production-ap-southeast-${end}`;
      const long = synthesize((scope) => new LoadBalancer(scope, "lb", { ...props, name }));
      return String(long.only("aws_lb").name);
    });
    expect(one).toMatch(/^test-app-production-ap-so-[0-9a-f]{6}$/);
    expect(other).not.toBe(one);
  });

  it("is what its props decide", () => {
    const decided = synthesize(
      (scope) =>
        new LoadBalancer(scope, "lb", {
          ...props,
          deletionProtection: false,
          idleTimeoutSeconds: 99,
          desyncMitigationMode: "strictest",
          tlsPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
        }),
    );
    expect(decided.only("aws_lb")).toMatchObject({
      enable_deletion_protection: false,
      idle_timeout: 99,
      desync_mitigation_mode: "strictest",
    });
    expect(decided.named("aws_lb_listener", "lb/https").ssl_policy).toBe(
      "ELBSecurityPolicy-TLS13-1-3-2021-06",
    );
  });

  it("logs requests and connections, each under its prefix", () => {
    const bucket = "logs";
    expect(stack.only("aws_lb")).toMatchObject({
      access_logs: { enabled: true, bucket, prefix: "here/access" },
      connection_logs: { enabled: true, bucket, prefix: "here/connection" },
    });
  });

  it("answers with a page of its own where it has no target group", () => {
    const { targetGroupArn: _, ...rest } = props;
    const page = "<!doctype html><title>Here</title>";
    const own = synthesize((scope) => new LoadBalancer(scope, "lb", { ...rest, page }));
    expect(own.named("aws_lb_listener", "lb/https").default_action).toEqual([
      {
        type: "fixed-response",
        fixed_response: { content_type: "text/html", status_code: "200", message_body: page },
      },
    ]);
  });

  it("redirects HTTP for good", () => {
    expect(stack.named("aws_lb_listener", "lb/http")).toMatchObject({
      port: 80,
      protocol: "HTTP",
      default_action: [
        { type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } },
      ],
    });
  });

  it("forwards HTTPS with the certificate and a TLS policy that is named", () => {
    expect(stack.named("aws_lb_listener", "lb/https")).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      certificate_arn: "arn:certificate",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      default_action: [{ type: "forward", target_group_arn: "arn:target-group" }],
    });
  });
});

describe("the web ACL", () => {
  const props: WebAclProps = {
    name: "an-acl",
    description: "Requests",
    managedRules: { AWSManagedRulesCommonRuleSet: "count", AWSManagedRulesSQLiRuleSet: "block" },
    rateLimit: { requestsPerAddressInFiveMinutes: 500, action: "block" },
    loadBalancerArn: "arn:load-balancer",
  };
  const stack = synthesize((scope) => new WebAcl(scope, "acl", props));
  const acl = stack.only("aws_wafv2_web_acl");

  it("stands before the load balancer, and lets pass what no rule blocks", () => {
    expect(acl).toMatchObject({
      name: "an-acl",
      scope: "REGIONAL",
      default_action: { allow: {} },
      visibility_config: { cloudwatch_metrics_enabled: true, metric_name: "an-acl" },
    });
    expect(stack.only("aws_wafv2_web_acl_association")).toMatchObject({
      resource_arn: "arn:load-balancer",
      web_acl_arn: expect.stringContaining("aws_wafv2_web_acl."),
    });
  });

  it("blocks or counts by the decision for each rule, in an order of its own", () => {
    const group = (name: string) => ({
      managed_rule_group_statement: { vendor_name: "AWS", name },
    });
    expect(acl.rule).toMatchObject([
      {
        name: "rate-limit",
        priority: 0,
        action: { block: {} },
        statement: {
          rate_based_statement: {
            limit: 500,
            aggregate_key_type: "IP",
            evaluation_window_sec: 300,
          },
        },
      },
      {
        priority: 1,
        override_action: { count: {} },
        statement: group("AWSManagedRulesCommonRuleSet"),
      },
      {
        priority: 2,
        override_action: { none: {} },
        statement: group("AWSManagedRulesSQLiRuleSet"),
      },
    ]);
    const counting = synthesize(
      (scope) =>
        new WebAcl(scope, "acl", { ...props, rateLimit: { ...props.rateLimit, action: "count" } }),
    );
    expect(counting.only("aws_wafv2_web_acl").rule[0].action).toEqual({ count: {} });
  });

  it("is logged where a rule matched: without these headers, encrypted, and kept as is said", () => {
    const logged = synthesize(
      (scope) =>
        new WebAclLog(scope, "log", {
          webAclArn: "arn:acl",
          logGroupName: "aws-waf-logs-a",
          retention: { days: 400 },
          encryptionKeyArn: "arn:key",
          policyName: "delivery",
          account: "111122223333",
          region: "us-east-1",
          redactedHeaders: ["cookie"],
        }),
    );
    expect(logged.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-a",
      retention_in_days: 400,
      kms_key_id: "arn:key",
    });
    const { logging_filter, redacted_fields } = logged.only(
      "aws_wafv2_web_acl_logging_configuration",
    );
    expect(redacted_fields).toEqual([{ single_header: { name: "cookie" } }]);
    expect(logging_filter.default_behavior).toBe("DROP");
    expect(logging_filter.filter).toMatchObject([
      {
        behavior: "KEEP",
        requirement: "MEETS_ANY",
        condition: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({
          action_condition: { action },
        })),
      },
    ]);
  });
});

describe("the DNS record", () => {
  const target = { dnsName: "lb.example.com", zoneId: "Z1" };

  it("is an alias in the named zone", () => {
    const props = { name: "app.example.com", zoneName: "example.com", target };
    const stack = synthesize((scope) => new DnsRecord(scope, "dns", props));
    expect(stack.only("aws_route53_zone")).toMatchObject({
      name: "example.com",
      private_zone: false,
    });
    expect(stack.only("aws_route53_record")).toMatchObject({
      name: "app.example.com",
      type: "A",
      alias: { name: "lb.example.com", zone_id: "Z1", evaluate_target_health: true },
    });
  });

  it("is nothing where DNS is kept elsewhere", () => {
    const stack = synthesize(
      (scope) =>
        new DnsRecord(scope, "dns", { name: "app.example.com", zoneName: undefined, target }),
    );
    expect([...stack.resources(), ...stack.dataSources()]).toEqual([]);
  });
});
