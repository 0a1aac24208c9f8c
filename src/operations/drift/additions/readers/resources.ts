import { CallFailure } from "../../../aws/call";
import { own } from "../../../terraform/diagnosis/json-values";
import { stateResources } from "../../../terraform/plan/state-resources";
import { elements, isObject } from "../../judge/values";

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
  /** Addresses of what is there by the plan's changes, and of which its state says nothing. */
  readonly missing: readonly string[];

  /** @param plan parsed JSON of `terraform show -json PLAN` */
  constructor(plan: unknown) {
    for (const resource of stateResources(own(own(plan, "prior_state"), "values")))
      this.#add(resource);
    const known = new Set([...this.#byType.values()].flat().map(({ address }) => address));
    this.missing = elements(own(plan, "resource_changes"))
      .filter(
        (each) =>
          own(each, "mode") === "managed" &&
          !own(each, "deposed") &&
          isObject(own(own(each, "change"), "before")),
      )
      .map((each) => String(own(each, "address")))
      .filter((address) => !known.has(address));
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

/**
 * An attribute that a resource in the cloud always has.
 *
 * @throws CallFailure where the state lacks it: AWS would be asked about something else, or about everything
 */
export function text({ address, values }: Resource, attribute: string): string {
  const value = values[attribute];
  if (typeof value === "string" && value !== "") return value;
  throw new CallFailure("invalid", `${address} has no ${attribute} in the plan's state`);
}
