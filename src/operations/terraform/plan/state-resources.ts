import { own } from "../diagnosis/json-values";

/**
 * The resources and data sources of all modules in a plan's `prior_state` or `planned_values`.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format#values-representation
 */
export function stateResources(values: unknown): unknown[] {
  const modules = [own(values, "root_module")];
  // The list grows while it is walked.
  for (const module of modules) modules.push(...listIn(module, "child_modules"));
  return modules.flatMap((module) => listIn(module, "resources"));
}

function listIn(module: unknown, name: string): readonly unknown[] {
  const list = own(module, name);
  return Array.isArray(list) ? list : [];
}
