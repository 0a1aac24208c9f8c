import { elements, isObject } from "../../judge/values";
import { type CloudObject, text } from "./cloud-objects";
import { commandOn, is, type Unset } from "./unset";

/** A header that isn't renamed has the name that the attribute is named after. */
const isOwnName = (value: unknown, attribute: string) =>
  attribute.includes(`_${String(value).toLowerCase().replaceAll("-", "_")}_header_name`);

const inListener = (object: CloudObject, options: Readonly<Record<string, string>>) =>
  commandOn(object, "elbv2 modify-listener", {
    "listener-arn": text(object.found, "arn"),
    ...options,
  });
const inTargetGroup = (key: string, value: string) => (object: CloudObject) =>
  commandOn(object, "elbv2 modify-target-group-attributes", {
    "target-group-arn": text(object.found, "arn"),
    attributes: `Key=${key},Value=${value}`,
  });

/** Of listeners and target groups. */
export const unsetInLoadBalancing: readonly Unset[] = [
  {
    type: "aws_lb_listener",
    attribute: "mutual_authentication",
    settled: (value) => elements(value).every((each) => isObject(each) && each.mode === "off"),
    what: "Certificates that clients must show",
    remedy: (object) => inListener(object, { "mutual-authentication": "Mode=off" }),
  },
  {
    type: "aws_lb_listener",
    attribute: /^routing_http_/,
    settled: (value, _, __, name) => value === true || isOwnName(value, name),
    what: "Headers that the listener adds, renames or leaves out",
    remedy: (object, name) =>
      commandOn(object, "elbv2 modify-listener-attributes", {
        "listener-arn": text(object.found, "arn"),
        attributes: headerAttribute(name),
      }),
  },
  {
    type: "aws_lb_target_group",
    attribute: "load_balancer_arns",
    settled: (value, _, objects) =>
      elements(value).every((each) => objects.having("aws_lb", "arn", each).length > 0),
    what: "Load balancers that send requests to the targets, ours among them or not",
    remedy: (object) => {
      const balancers = elements(object.found.load_balancer_arns).map(String);
      const each = balancers.map((arn) =>
        commandOn(object, "elbv2 describe-listeners", { "load-balancer-arn": arn }),
      );
      return `of the load balancer that isn't ours, take the group out of each listener that forwards to it: ${each.join(" && ")}`;
    },
  },
  {
    type: "aws_lb_target_group",
    attribute: "stickiness",
    settled: (value) => elements(value).every((each) => isObject(each) && each.enabled !== true),
    what: "Requests of one client all go to one target",
    remedy: inTargetGroup("stickiness.enabled", "false"),
  },
  {
    type: "aws_lb_target_group",
    attribute: "load_balancing_anomaly_mitigation",
    settled: is("off"),
    what: "Targets that look worse than others get fewer requests",
    remedy: inTargetGroup("load_balancing.algorithm.anomaly_mitigation", "off"),
  },
  {
    type: "aws_lb_target_group",
    attribute: "load_balancing_cross_zone_enabled",
    settled: is("use_load_balancer_configuration"),
    what: "Whether targets in all zones get requests",
    remedy: inTargetGroup("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
  },
];

/**
 * What sets one of a listener's headers back: to its own name, to be sent, or to no value.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
 */
function headerAttribute(name: string): string {
  const parts = /^routing_http_(request|response)_(.+)_(header_name|header_value|enabled)$/;
  const [, direction, header = "", kind] = parts.exec(name) ?? [];
  const capitals = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const values = {
    header_name: header.split("_").map(capitals).join("-"),
    header_value: "",
    enabled: "true",
  };
  const value = values[kind as keyof typeof values] ?? "";
  return `Key=routing.http.${direction}.${header}.${kind},Value=${value}`;
}
