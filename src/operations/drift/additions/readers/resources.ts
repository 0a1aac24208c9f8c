import { own } from "../../../terraform/diagnosis/json-values";
import { stateResources } from "../../../terraform/plan/state-resources";
import { isObject } from "../../judge/values";

/** A resource as it is in the cloud, by the state that the plan has refreshed. */
export interface Resource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * What there is of the code's resources in the cloud. One that isn't made yet is not among them; one that the plan
 * deletes still is.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
export class Resources {
  readonly #byType = new Map<string, Resource[]>();

  /** @param plan parsed JSON of `terraform show -json PLAN` */
  constructor(plan: unknown) {
    for (const resource of stateResources(own(own(plan, "prior_state"), "values")))
      this.#add(resource);
  }

  get types(): readonly string[] {
    return [...this.#byType.keys()];
  }

  of(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  /** What an attribute of all resources of a type is, of those whose attributes have certain values. */
  known(
    type: string,
    attribute: string,
    where: Readonly<Record<string, unknown>> = {},
  ): ReadonlySet<unknown> {
    const matching = this.of(type).filter(({ values }) =>
      Object.entries(where).every(([name, value]) => values[name] === value),
    );
    return new Set(matching.flatMap(({ values }) => values[attribute]));
  }

  #add(resource: unknown): void {
    if (!isObject(resource) || resource.mode !== "managed") return;
    const { type, address, values } = resource;
    if (typeof type !== "string" || typeof address !== "string" || !isObject(values)) return;
    const others = this.#byType.get(type);
    if (others === undefined) this.#byType.set(type, [{ address, values }]);
    else others.push({ address, values });
  }
}

/** An attribute that a resource in the cloud always has; empty where a provider leaves it out. */
export function text({ values }: Resource, attribute: string): string {
  const value = values[attribute];
  return typeof value === "string" ? value : "";
}
