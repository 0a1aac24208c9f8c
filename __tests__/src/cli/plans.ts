interface Moved {
  /** What the code says. */
  readonly code: unknown;
  /** What the last apply left. */
  readonly state?: unknown;
  /** What the cloud has now. */
  readonly cloud?: unknown;
  readonly sensitive?: boolean;
}

/** A plan of one load balancer whose `idle_timeout` may have moved, as `terraform show -json` prints it. */
export function aPlan({ code, state = 60, cloud = state, sensitive = false }: Moved) {
  const changed = code !== cloud;
  const resource = {
    address: "aws_lb.this",
    mode: "managed",
    type: "aws_lb",
    name: "this",
    provider_name: "registry.terraform.io/hashicorp/aws",
  };
  const change = (actions: string[], before: unknown, after: unknown) => ({
    actions,
    before: { idle_timeout: before },
    after: { idle_timeout: after },
    after_unknown: {},
    before_sensitive: sensitive ? { idle_timeout: true } : {},
    after_sensitive: sensitive ? { idle_timeout: true } : {},
  });
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    timestamp: "2026-11-21T09:00:00Z",
    complete: true,
    errored: false,
    applyable: changed,
    configuration: {
      root_module: {
        resources: [{ ...resource, expressions: { idle_timeout: { constant_value: code } } }],
      },
    },
    resource_drift:
      state === cloud ? [] : [{ ...resource, change: change(["update"], state, cloud) }],
    resource_changes: [
      { ...resource, change: change([changed ? "update" : "no-op"], cloud, code) },
    ],
  };
}

export const inSync = aPlan({ code: 60 });
export const drifted = aPlan({ code: 60, cloud: 120 });
export const pending = aPlan({ code: 90 });
