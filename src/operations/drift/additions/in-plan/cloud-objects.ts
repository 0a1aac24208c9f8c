import { own } from "../../../terraform/diagnosis/json-values";
import { withoutInstanceKeys } from "../../judge/addresses";
import type { Configuration } from "../../judge/configuration";
import type { Change, Plan, ResourceChange } from "../../judge/plan";
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
  /** Whether only an apply will tell what becomes of an attribute. */
  readonly leavesUnknown: (attribute: string) => boolean;
}

/** The managed resources of a plan, by type; of a type that nobody asks for, nothing is read. */
export class CloudObjects {
  readonly #configuration: Configuration;
  readonly #changes = new Map<string, ResourceChange[]>();
  readonly #drifts: ReadonlyMap<string, Change>;
  readonly #byValue = new Map<string, ReadonlyMap<unknown, readonly Values[]>>();
  readonly #staying = new Map<string, readonly CloudObject[]>();

  constructor(plan: Plan, configuration: Configuration) {
    this.#configuration = configuration;
    this.#drifts = new Map(
      (plan.resource_drift ?? []).map(({ address, change }) => [address, change]),
    );
    for (const change of plan.resource_changes ?? []) {
      if (change.mode !== "managed" || change.deposed) continue;
      const type = withoutInstanceKeys(change.address).split(".").at(-2) ?? "";
      add(this.#changes, type, change);
    }
  }

  /** Of those that are there and stay. */
  get types(): readonly string[] {
    return [...this.#changes].flatMap(([type, changes]) => (changes.some(stays) ? type : []));
  }

  /** Those that are there and stay. */
  staying(type: string): readonly CloudObject[] {
    const known = this.#staying.get(type);
    if (known !== undefined) return known;
    const objects = this.#of(type).flatMap((change) => this.#object(type, change));
    this.#staying.set(type, objects);
    return objects;
  }

  /** What all of a type are, now and planned, of those also that aren't made yet or are to be deleted. */
  all(type: string): readonly Values[] {
    return this.#of(type).flatMap(({ change }) => [change.before, change.after].filter(isObject));
  }

  /** Those of `all` in which an attribute has a value, looked up, so that many take no longer for each. */
  having(type: string, attribute: string, value: unknown): readonly Values[] {
    const key = `${type}.${attribute}`;
    const known = this.#byValue.get(key);
    if (known !== undefined) return known.get(value) ?? [];
    const byValue = new Map<unknown, Values[]>();
    for (const values of this.all(type)) add(byValue, values[attribute], values);
    this.#byValue.set(key, byValue);
    return byValue.get(value) ?? [];
  }

  #of(type: string): readonly ResourceChange[] {
    return this.#changes.get(type) ?? [];
  }

  #object(type: string, resource: ResourceChange): CloudObject[] {
    const { address, change } = resource;
    const { before, after } = change;
    if (!stays(resource) || !isObject(before) || !isObject(after)) return [];
    const found = withoutSecrets(before, [change, this.#drifts.get(address)]);
    const sets = (attribute: string) => this.#configuration.isSet(address, [attribute]);
    const leavesUnknown = (attribute: string) => hasTrue(own(change.after_unknown, attribute));
    return [{ address, type, found, planned: after, sets, leavesUnknown }];
  }
}

/** What is deleted takes with it what was added, and what isn't made yet has nothing. */
function stays({ change: { before, after, actions } }: ResourceChange): boolean {
  const leaves = actions.includes("delete") || actions.includes("forget");
  return isObject(before) && isObject(after) && !leaves;
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
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
