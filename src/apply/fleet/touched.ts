import type { EnvironmentReport } from "../../drift/report";

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

/** Undefined where the plan leaves the group alone, or deletes it. */
export function groupChange({ findings }: EnvironmentReport): GroupChange | undefined {
  const own = findings.filter(
    ({ address, cause, deposed }) =>
      group.test(address) && cause !== "state-only" && deposed === undefined,
  );
  const has = (...changes: readonly string[]) => own.some(({ change }) => changes.includes(change));
  if (has("create", "replace")) return { wasThere: false, startsRefresh: false };
  if (!has("update")) return undefined;
  const paths = own.flatMap(({ attributes }) => attributes.map(({ path }) => path));
  return { wasThere: true, startsRefresh: paths.some((path) => launching.test(path)) };
}
