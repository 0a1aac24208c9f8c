import {
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { awsCommand } from "../aws-command";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** What belongs to load balancers and their listeners. */
export const read: Reader = (resources) => [
  ...resources.of("aws_lb").map((balancer) => listeners(balancer, resources)),
  ...resources.of("aws_lb_listener").flatMap((listener) => [
    rules(listener, resources),
    // AWS refuses to say it of others.
    ...(["HTTPS", "TLS"].includes(String(listener.values.protocol))
      ? [certificates(listener, resources)]
      : []),
  ]),
];

function listeners(balancer: Resource, resources: Resources): Question {
  const LoadBalancerArn = text(balancer, "arn");
  const known = resources.known("aws_lb_listener", "arn");
  return {
    address: balancer.address,
    find: async (ask) => {
      const found = await ask.all(
        "elasticloadbalancing:DescribeListeners",
        ElasticLoadBalancingV2Client,
        async (client, Marker, options) => {
          const input = { LoadBalancerArn, Marker };
          const answer = await client.send(new DescribeListenersCommand(input), options);
          return [answer.Listeners, answer.NextMarker];
        },
      );
      return found
        .filter(({ ListenerArn }) => !known.has(ListenerArn))
        .map(({ ListenerArn = "", ...found }) => ({
          path: `listener[port=${found.Port}]`,
          content: found,
          what: `A listener, which takes ${found.Protocol} on port ${found.Port} (${actionsText(found.DefaultActions)})`,
          remedy: awsCommand(ask.region, "elbv2 delete-listener", { "listener-arn": ListenerArn }),
        }));
    },
  };
}

function rules(listener: Resource, resources: Resources): Question {
  const ListenerArn = text(listener, "arn");
  const known = resources.known("aws_lb_listener_rule", "arn");
  return {
    address: listener.address,
    find: async (ask) => {
      const found = await ask.all(
        "elasticloadbalancing:DescribeRules",
        ElasticLoadBalancingV2Client,
        async (client, Marker, options) => {
          const input = { ListenerArn, Marker };
          const answer = await client.send(new DescribeRulesCommand(input), options);
          return [answer.Rules, answer.NextMarker];
        },
      );
      return found
        .filter(({ RuleArn, IsDefault }) => !IsDefault && !known.has(RuleArn))
        .map(({ RuleArn = "", Priority, Conditions = [], Actions = [] }) => ({
          path: `rule[priority=${Priority}]`,
          content: [Conditions, Actions],
          what: `A rule, which answers some requests otherwise (${conditionsText(Conditions)}: ${actionsText(Actions)})`,
          remedy: awsCommand(ask.region, "elbv2 delete-rule", { "rule-arn": RuleArn }),
        }));
    },
  };
}

function actionsText(actions: readonly { readonly Type: string | undefined }[] = []): string {
  return actions.map(({ Type }) => Type).join(", ") || "no action";
}

function conditionsText(conditions: NonNullable<Rule["Conditions"]>): string {
  const texts = conditions.map(
    ({ Field, Values, PathPatternConfig, HostHeaderConfig }) =>
      `${Field} ${(Values ?? PathPatternConfig?.Values ?? HostHeaderConfig?.Values ?? []).join(" ")}`,
  );
  return texts.map((text) => text.trim()).join(", ") || "all requests";
}

function certificates(listener: Resource, resources: Resources): Question {
  const arn = text(listener, "arn");
  const known = resources.known("aws_lb_listener_certificate", "certificate_arn", {
    listener_arn: arn,
  });
  return {
    address: listener.address,
    find: async (ask) => {
      const found = await ask.all(
        "elasticloadbalancing:DescribeListenerCertificates",
        ElasticLoadBalancingV2Client,
        async (client, Marker, options) => {
          const command = new DescribeListenerCertificatesCommand({ ListenerArn: arn, Marker });
          const answer = await client.send(command, options);
          return [answer.Certificates, answer.NextMarker];
        },
      );
      return found
        .filter(({ IsDefault, CertificateArn }) => !IsDefault && !known.has(CertificateArn))
        .map(({ CertificateArn = "" }) => ({
          path: `certificate[arn=${CertificateArn}]`,
          content: null,
          what: "A further certificate, with which the listener speaks for other domains",
          remedy: awsCommand(ask.region, "elbv2 remove-listener-certificates", {
            "listener-arn": arn,
            certificates: `CertificateArn=${CertificateArn}`,
          }),
        }));
    },
  };
}
