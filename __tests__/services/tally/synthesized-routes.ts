import { LoadBalancer } from "../../../src/constructs/networking/load-balancer";
import { PathRoutes } from "../../../src/constructs/networking/path-routes";
import { homePage } from "../../../src/systems/tally/home-page";
import { routes } from "../../../src/systems/tally/routes";
import type { PathRoute } from "../../support/path-routes";
import { synthesize } from "../../support/synthesized";
import { type ServiceName, serviceNames } from "./running-tally";

/** The rules of a listener and its default answer, as Terraform would get them, with ports for target groups. */
export function synthesizedRoutes(
  ports: Readonly<Record<ServiceName, number>>,
): [routes: PathRoute[], otherwise: string] {
  const stack = synthesize((scope) => {
    const loadBalancer = new LoadBalancer(scope, "load-balancer", {
      name: "tally",
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      deletionProtection: true,
      idleTimeoutSeconds: 60,
      desyncMitigationMode: "defensive",
      logs: { bucket: "logs", accessPrefix: "access", connectionPrefix: "connection" },
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupId: "sg-1",
      certificateArn: "arn:certificate",
      page: homePage,
    });
    const entries = serviceNames.map((name) => {
      return [name, { paths: routes[name], targetGroupArn: String(ports[name]) }] as const;
    });
    new PathRoutes(scope, "routes", {
      listenerArn: loadBalancer.httpsListener.arn,
      routes: Object.fromEntries(entries),
    });
  });
  const rules = stack
    .ofType("aws_lb_listener_rule")
    .sort((one, other) => one.priority - other.priority)
    .map(({ condition, action }) => ({
      paths: condition[0].path_pattern.values,
      port: Number(action[0].target_group_arn),
    }));
  const listener = stack.named("aws_lb_listener", "load-balancer/https");
  return [rules, listener.default_action[0].fixed_response.message_body];
}
