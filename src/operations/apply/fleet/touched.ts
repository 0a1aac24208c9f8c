import type { EnvironmentReport } from "../../drift/report";
import type { Applied } from "../report";

/** What a plan does to the auto scaling group. */
export interface GroupChange {
  /** The group is there before the apply, so it may have had instance refreshes. */
  readonly wasThere: boolean;
  /** The provider starts an instance refresh. */
  readonly startsRefresh: boolean;
}

const group = /(^|\.)aws_autoscaling_group\.[^.]+$/;

/**
 * What the provider takes for another way of launching instances.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#instance_refresh
 */
const launching = /^(launch_configuration|launch_template|mixed_instances_policy)\b/;

/** Whether an apply that ended early has come as far as a group that has refreshes: a new one has none. */
export function mayHaveBegunRefresh(
  { wasThere }: GroupChange,
  applied: Applied | null = null,
): boolean {
  const groups = applied?.resources.filter(({ address }) => group.test(address)) ?? [];
  return wasThere && groups.some(({ result }) => result !== "not begun");
}

/** Undefined where the plan leaves the group alone, or deletes it. */
export function groupChange({ findings }: EnvironmentReport): GroupChange | undefined {
  const own = findings.filter(
    ({ address, cause, deposed }) =>
      group.test(address) && (cause === "drift" || cause === "pending") && deposed === undefined,
  );
  if (own.some(({ change }) => change === "create" || change === "replace"))
    return { wasThere: false, startsRefresh: false };
  // A finding that is called a move or an import may change attributes as well.
  const updates = own.filter(
    ({ change, attributes }) =>
      change === "update" || (change !== "delete" && change !== "forget" && attributes.length > 0),
  );
  if (updates.length === 0) return undefined;
  const paths = updates.flatMap(({ attributes }) => attributes.map(({ path }) => path));
  return { wasThere: true, startsRefresh: paths.some((path) => launching.test(path)) };
}
