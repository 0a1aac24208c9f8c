import type { Change } from "../compare/changes";
import type { Rule } from "./rule";

/** What an auto scaling group launches its instances from. */
const templates = /^(aws_launch_template|data\.aws_ami)$/;
const ofGroup = /^(launch_template|launch_configuration|mixed_instances_policy)\b/;

/**
 * What instances are launched from changes, so an instance refresh replaces them all.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#instance_refresh
 */
export const instancesReplaced: Rule = ({ after, changes }) => {
  const parts = [...(after?.parts.values() ?? [])];
  const refreshes = parts.some(
    ({ type, values }) => type === "aws_autoscaling_group" && values.instance_refresh !== undefined,
  );
  const found = changes.flatMap(launchChanges);
  if (found.length === 0) return [];
  const becomes = refreshes
    ? "a refresh replaces every instance, one after the other"
    : "instances that are launched from now on differ from those that run";
  return [{ what: `${found.join(", ")}: ${becomes}` }];
};

function launchChanges({ action, type, construct, attributes }: Change): string[] {
  if (action !== "changed") return [];
  const names = [...new Set(attributes.map(({ path }) => path.split(/[.[]/)[0] ?? path))];
  if (templates.test(type)) return [`${construct} changes (${names.join(", ")})`];
  if (type !== "aws_autoscaling_group") return [];
  const relevant = names.filter((name) => ofGroup.test(name));
  return relevant.length > 0 ? [`${construct} changes (${relevant.join(", ")})`] : [];
}
