import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

type Json = any;

/** What a generated plan holds. */
export interface LargePlan {
  readonly resources: number;
  /** Managed resources with a planned action. */
  readonly changed: number;
  readonly bytes: number;
}

const atLeast = 5000;
/** Of so many copies one is of the plan with changes. */
const quietCopies = 20;

/**
 * Writes a plan of 5,000 resources, made of recorded ones: each copy is a module of its own, in
 * everything that a plan repeats its resources in. Most copies are in sync, as most of an
 * infrastructure is; some have drifted, with consequences, and some are pending too.
 */
export function writeLargePlan(file: string): LargePlan {
  const quiet = recordedPlan("in-sync");
  const changed = ["drift-and-pending-elsewhere", "drift-with-consequence"].map(recordedPlan);
  const plan = { ...quiet, applyable: true, ...emptyParts() };
  for (let copy = 0; plan.resource_changes.length < atLeast; copy++) {
    const nth = Math.floor(copy / quietCopies);
    const source = copy % quietCopies === 0 ? changed[nth % changed.length] : quiet;
    addCopy(plan, source, `copy_${copy}`);
  }
  const text = JSON.stringify(plan);
  writeFileSync(file, text);
  return {
    resources: plan.resource_changes.length,
    changed: plan.resource_changes.filter(({ change }: Json) => change.actions[0] !== "no-op")
      .length,
    bytes: Buffer.byteLength(text),
  };
}

function recordedPlan(name: string): Json {
  const file = path.resolve(__dirname, `../src/operations/drift/plans/${name}.json.gz`);
  return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
}

function emptyParts(): Json {
  return {
    resource_changes: [],
    resource_drift: [],
    configuration: { provider_config: {}, root_module: { module_calls: {} } },
    planned_values: { root_module: { child_modules: [] } },
    prior_state: { format_version: "1.0", values: { root_module: { child_modules: [] } } },
  };
}

function addCopy(plan: Json, source: Json, name: string): void {
  const address = `module.${name}`;
  const moved = (each: Json) => ({
    ...each,
    address: `${address}.${each.address}`,
    module_address: address,
  });
  const inModule = ({ resources = [] }: Json) => ({ address, resources: resources.map(moved) });

  plan.resource_changes.push(...source.resource_changes.map(moved));
  plan.resource_drift.push(...(source.resource_drift ?? []).map(moved));
  plan.configuration.root_module.module_calls[name] = {
    source: "./application",
    module: source.configuration.root_module,
  };
  plan.planned_values.root_module.child_modules.push(inModule(source.planned_values.root_module));
  plan.prior_state.values.root_module.child_modules.push(
    inModule(source.prior_state.values.root_module),
  );
}
