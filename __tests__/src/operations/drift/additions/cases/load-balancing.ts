import { type Case, members, queryAnswer, region, xml } from "./case";

const balancer = { arn: "arn:lb" };
const https = { arn: "arn:listener", protocol: "HTTPS" };
const http = { arn: "arn:listener", protocol: "HTTP" };
const address = "aws_lb_listener.this";

function pageOf(operation: string, list: string): Case["page"] {
  return (things, next) =>
    queryAnswer(operation, `${xml(list, members(things))}${xml("NextMarker", next)}`);
}

const targets = {
  "aws_lb_target_group.this": { arn: "arn:targets", target_type: "instance", port: 80 },
  "aws_autoscaling_group.group": { name: "web", target_group_arns: ["arn:targets"] },
};
const target = (id: string, state: string, port = 80) =>
  `<Target><Id>${id}</Id><Port>${port}</Port></Target><TargetHealth><State>${state}</State></TargetHealth>`;

const targetPage: Case["page"] = (things) =>
  queryAnswer("DescribeTargetHealth", xml("TargetHealthDescriptions", members(things)));
const inGroup = {
  DescribeAutoScalingGroups: queryAnswer(
    "DescribeAutoScalingGroups",
    "<AutoScalingGroups><member><AutoScalingGroupName>web</AutoScalingGroupName><MinSize>1</MinSize><DesiredCapacity>1</DesiredCapacity><Instances><member><InstanceId>i-1</InstanceId></member></Instances></member></AutoScalingGroups>",
  ),
};

export const loadBalancingCases: readonly Case[] = [
  {
    title: "a listener",
    resources: { "aws_lb.this": balancer, [address]: http },
    action: "elasticloadbalancing:DescribeListeners",
    page: pageOf("DescribeListeners", "Listeners"),
    left: { "of the code": "<ListenerArn>arn:listener</ListenerArn>" },
    added:
      "<ListenerArn>arn:other</ListenerArn><Port>8443</Port><Protocol>HTTP</Protocol><DefaultActions><member><Type>forward</Type></member></DefaultActions>",
    later:
      "<ListenerArn>arn:other</ListenerArn><Port>8443</Port><Protocol>HTTP</Protocol><DefaultActions><member><Type>forward</Type><TargetGroupArn>arn:theirs</TargetGroupArn></member></DefaultActions>",
    addition: {
      address: "aws_lb.this",
      path: "listener[port=8443]",
      what: "A listener, which takes HTTP on port 8443 (forward)",
      remedy: `aws elbv2 delete-listener --region ${region} --listener-arn arn:other`,
    },
    paged: true,
  },
  {
    title: "a listener's rule",
    resources: { [address]: http, "aws_lb_listener_rule.ours": { arn: "arn:ours" } },
    action: "elasticloadbalancing:DescribeRules",
    page: pageOf("DescribeRules", "Rules"),
    left: {
      "the listener's default": "<RuleArn>arn:default</RuleArn><IsDefault>true</IsDefault>",
      "of the code": "<RuleArn>arn:ours</RuleArn><IsDefault>false</IsDefault>",
    },
    added:
      "<RuleArn>arn:rule</RuleArn><Priority>1</Priority><IsDefault>false</IsDefault><Conditions><member><Field>path-pattern</Field><PathPatternConfig><Values><member>/admin/*</member></Values></PathPatternConfig></member></Conditions><Actions><member><Type>fixed-response</Type></member></Actions>",
    later:
      "<RuleArn>arn:rule</RuleArn><Priority>1</Priority><IsDefault>false</IsDefault><Actions><member><Type>forward</Type></member></Actions>",
    addition: {
      address,
      path: "rule[priority=1]",
      what: "A rule, which answers some requests otherwise (path-pattern /admin/*: fixed-response)",
      remedy: `aws elbv2 delete-rule --region ${region} --rule-arn arn:rule`,
    },
    paged: true,
  },
  {
    title: "a further certificate of a listener",
    resources: {
      [address]: https,
      "aws_lb_listener_certificate.ours": {
        listener_arn: "arn:listener",
        certificate_arn: "arn:ours",
      },
    },
    action: "elasticloadbalancing:DescribeListenerCertificates",
    page: pageOf("DescribeListenerCertificates", "Certificates"),
    left: {
      "the listener's default": "<CertificateArn>arn:1</CertificateArn><IsDefault>true</IsDefault>",
      "of the code": "<CertificateArn>arn:ours</CertificateArn><IsDefault>false</IsDefault>",
    },
    added: "<CertificateArn>arn:theirs</CertificateArn><IsDefault>false</IsDefault>",
    addition: {
      address,
      path: "certificate[arn=arn:theirs]",
      what: "A further certificate, with which the listener speaks for other domains",
      remedy: `aws elbv2 remove-listener-certificates --region ${region} --listener-arn arn:listener --certificates CertificateArn=arn:theirs`,
    },
    paged: true,
  },
  {
    title: "a target",
    resources: {
      ...targets,
      "aws_lb_target_group_attachment.ours": { target_group_arn: "arn:targets", target_id: "i-9" },
    },
    action: "elasticloadbalancing:DescribeTargetHealth",
    page: targetPage,
    left: {
      "of the code": target("i-9", "healthy"),
      "an instance of the group": target("i-1", "initial"),
      "an instance that the group has taken away": target("i-2", "draining"),
    },
    added: target("i-3", "healthy"),
    addition: {
      address: "aws_lb_target_group.this",
      path: "target[i-3:80]",
      what: "A target that the code registers in no way: it is sent requests on port 80",
      remedy: `aws elbv2 deregister-targets --region ${region} --target-group-arn arn:targets --targets Id=i-3,Port=80`,
    },
    others: inGroup,
    paged: false,
  },
  ...["i-1", "i-9"].map(
    (id): Case => ({
      title: `another port of the target ${id}`,
      resources: {
        ...targets,
        "aws_lb_target_group_attachment.ours": {
          target_group_arn: "arn:targets",
          target_id: "i-9",
        },
      },
      action: "elasticloadbalancing:DescribeTargetHealth",
      page: targetPage,
      left: { "of the code": target("i-9", "healthy"), "of the group": target("i-1", "healthy") },
      added: target(id, "healthy", 22),
      addition: {
        address: "aws_lb_target_group.this",
        path: `target[${id}:22]`,
        what: "A target that the code registers in no way: it is sent requests on port 22",
        remedy: `aws elbv2 deregister-targets --region ${region} --target-group-arn arn:targets --targets Id=${id},Port=22`,
      },
      others: inGroup,
      paged: false,
    }),
  ),
];
