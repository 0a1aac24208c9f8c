import * as z from "zod";

/**
 * The parts of `terraform show -json PLAN` that a verdict needs. Fields that aren't named here are
 * accepted and left alone; values are checked only as far as they are read, because a plan may hold
 * tens of megabytes.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const pathSchema = z.array(z.unknown());

const changeSchema = z.object({
  actions: z.array(z.string()).min(1),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(pathSchema).nullish(),
  importing: z.object({ id: z.string().nullish(), identity: z.unknown().optional() }).nullish(),
});

const resourceChangeSchema = z.object({
  address: z.string(),
  previous_address: z.string().nullish(),
  mode: z.string(),
  deposed: z.string().nullish(),
  action_reason: z.string().nullish(),
  change: changeSchema,
});

const invocationSchema = z.object({
  address: z.string(),
  config_values: z.unknown().optional(),
  config_sensitive: z.unknown().optional(),
  config_unknown: z.unknown().optional(),
  lifecycle_action_trigger: z
    .looseObject({
      triggering_resource_address: z.string().nullish(),
      action_trigger_event: z.string().nullish(),
    })
    .nullish(),
});

const checkSchema = z.object({
  address: z.object({ to_display: z.string() }),
  status: z.string(),
  instances: z
    .array(z.object({ problems: z.array(z.object({ message: z.string() })).nullish() }))
    .nullish(),
});

const planSchema = z.object({
  format_version: z.string(),
  terraform_version: z.string().nullish(),
  timestamp: z.string().nullish(),
  complete: z.boolean(),
  errored: z.boolean(),
  applyable: z.boolean(),
  configuration: z.object({ root_module: z.unknown() }),
  resource_changes: z.array(resourceChangeSchema).nullish(),
  resource_drift: z.array(resourceChangeSchema).nullish(),
  deferred_changes: z.array(z.unknown()).nullish(),
  action_invocations: z.array(invocationSchema).nullish(),
  deferred_action_invocations: z.array(z.unknown()).nullish(),
  output_changes: z.record(z.string(), changeSchema).nullish(),
  checks: z.array(checkSchema).nullish(),
});

export type Plan = z.output<typeof planSchema>;
export type ResourceChange = z.output<typeof resourceChangeSchema>;
export type Invocation = z.output<typeof invocationSchema>;
export type Change = z.output<typeof changeSchema>;

/** A plan, or why the input can't be read as one. */
export type PlanReading = { readonly plan: Plan } | { readonly unreadable: readonly string[] };

/** Reads parsed JSON as a plan. What is missing or of another type is named, with its place. */
export function readPlan(json: unknown): PlanReading {
  const parsed = planSchema.safeParse(json);
  if (parsed.success) return { plan: parsed.data };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the plan"}: ${message}`,
  );
  const shown = problems.slice(0, 5);
  return {
    unreadable: problems.length > 5 ? [...shown, `and ${problems.length - 5} more`] : shown,
  };
}
