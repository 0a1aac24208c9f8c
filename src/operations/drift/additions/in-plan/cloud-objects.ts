import { own } from "../../../terraform/diagnosis/json-values";
import { withoutInstanceKeys } from "../../judge/addresses";
import type { Configuration } from "../../judge/configuration";
import type { Change, Plan } from "../../judge/plan";
import { hasTrue, isObject } from "../../judge/values";

type Values = Readonly<Record<string, unknown>>;

/** A resource of the plan that is in the cloud, and that the plan leaves there. */
export interface CloudObject {
  readonly address: string;
  readonly type: string;
  /** As the refresh found it, whether or not the state knew; without what is sensitive. */
  readonly found: Values;
  /** What the plan makes of it. */
  readonly planned: Values;
  /** Whether the code says anything of an attribute. */
  readonly sets: (attribute: string) => boolean;
}

/** The managed resources of a plan, by type. */
export class CloudObjects {
  readonly #staying = new Map<string, CloudObject[]>();
  readonly #values = new Map<string, Values[]>();

  constructor(plan: Plan, configuration: Configuration) {
    const drifts = new Map(
      (plan.resource_drift ?? []).map(({ address, change }) => [address, change]),
    );
    for (const { address, mode, deposed, change } of plan.resource_changes ?? []) {
      if (mode !== "managed" || deposed) continue;
      const type = withoutInstanceKeys(address).split(".").at(-2) ?? "";
      const { before, after, actions } = change;
      for (const values of [before, after]) if (isObject(values)) add(this.#values, type, values);
      // What is deleted takes with it what was added.
      const stays = !actions.includes("delete") && !actions.includes("forget");
      if (!isObject(before) || !isObject(after) || !stays) continue;
      const found = withoutSecrets(before, [change, drifts.get(address)]);
      const sets = (attribute: string) => configuration.isSet(address, [attribute]);
      add(this.#staying, type, { address, type, found, planned: after, sets });
    }
  }

  get types(): readonly string[] {
    return [...this.#staying.keys()];
  }

  /** Those that are there and stay. */
  staying(type: string): readonly CloudObject[] {
    return this.#staying.get(type) ?? [];
  }

  /** What all of a type are, now and planned, of those also that aren't made yet or are to be deleted. */
  all(type: string): readonly Values[] {
    return this.#values.get(type) ?? [];
  }
}

function add<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** An attribute that holds something sensitive is set in the code, so an apply reverts what isn't ours in it. */
function withoutSecrets(values: Values, changes: readonly (Change | undefined)[]): Values {
  const marks = changes.flatMap((change) => [change?.before_sensitive, change?.after_sensitive]);
  if (!marks.some(hasTrue)) return values;
  if (marks.includes(true)) return {};
  const entries = Object.entries(values).filter(
    ([name]) => !marks.some((mark) => hasTrue(own(mark, name))),
  );
  return Object.fromEntries(entries);
}

/** An attribute's text; empty where it is none. */
export function text(values: Values, attribute: string): string {
  const value = values[attribute];
  return typeof value === "string" ? value : "";
}

/** The region of what has an ARN; empty where the ARN has none. */
export function regionOf(values: Values): string {
  return text(values, "arn").split(":")[3] ?? "";
}
