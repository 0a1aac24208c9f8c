import type { Case } from "../case";

/** How requests come to the instances. */
export const inLoadBalancing: readonly Case[] = [
  {
    title: "the load balancer's time-out, protection and security group",
    byHand: (state) => [
      [
        "elbv2",
        "modify_load_balancer_attributes",
        {
          LoadBalancerArn: state("aws_lb.load-balancer_this").arn,
          Attributes: [
            { Key: "idle_timeout.timeout_seconds", Value: "120" },
            { Key: "deletion_protection.enabled", Value: "false" },
          ],
        },
      ],
      [
        "elbv2",
        "set_security_groups",
        {
          LoadBalancerArn: state("aws_lb.load-balancer_this").arn,
          SecurityGroups: [state("aws_security_group.access_instance").id],
        },
      ],
    ],
    findings: [
      "drift update aws_lb.load-balancer_this: enable_deletion_protection, idle_timeout, security_groups",
    ],
  },
  {
    title: "older TLS",
    byHand: (state) => [
      [
        "elbv2",
        "modify_listener",
        {
          ListenerArn: state("aws_lb_listener.load-balancer_https").arn,
          SslPolicy: "ELBSecurityPolicy-2016-08",
        },
      ],
    ],
    findings: ["drift update aws_lb_listener.load-balancer_https: ssl_policy"],
  },
  {
    title: "another health check",
    byHand: (state) => [
      [
        "elbv2",
        "modify_target_group",
        {
          TargetGroupArn: state("aws_lb_target_group.target-group_this").arn,
          HealthCheckPath: "/",
        },
      ],
    ],
    findings: ["drift update aws_lb_target_group.target-group_this: health_check[0].path"],
  },
  {
    title: "HTTP that goes to the application",
    byHand: (state) => [
      [
        "elbv2",
        "modify_listener",
        {
          ListenerArn: state("aws_lb_listener.load-balancer_http").arn,
          DefaultActions: [
            {
              Type: "forward",
              TargetGroupArn: state("aws_lb_target_group.target-group_this").arn,
            },
          ],
        },
      ],
    ],
    findings: [
      "drift update aws_lb_listener.load-balancer_http: default_action[0].redirect[0].host, default_action[0].redirect[0].path, default_action[0].redirect[0].port, default_action[0].redirect[0].protocol, default_action[0].redirect[0].query, default_action[0].redirect[0].status_code, default_action[0].type",
    ],
  },
  {
    title: "no web ACL before the load balancer",
    byHand: (state) => [
      ["wafv2", "disassociate_web_acl", { ResourceArn: state("aws_lb.load-balancer_this").arn }],
    ],
    findings: ["drift create aws_wafv2_web_acl_association.web-acl_association"],
  },
  {
    title: "a log that has cookies in it",
    byHand: (state) => [
      [
        "wafv2",
        "put_logging_configuration",
        {
          LoggingConfiguration: {
            ResourceArn: state("aws_wafv2_web_acl.web-acl_this").arn,
            LogDestinationConfigs: state("aws_wafv2_web_acl_logging_configuration.web-acl-log_this")
              .log_destination_configs,
          },
        },
      ],
    ],
    findings: [
      "drift update aws_wafv2_web_acl_logging_configuration.web-acl-log_this: logging_filter[0].default_behavior, logging_filter[0].filter[0].behavior, logging_filter[0].filter[0].condition[0].action_condition[0].action, logging_filter[0].filter[0].condition[1].action_condition[0].action, logging_filter[0].filter[0].condition[2].action_condition[0].action, logging_filter[0].filter[0].requirement, redacted_fields[0].single_header[0].name, redacted_fields[1].single_header[0].name",
    ],
  },
];
