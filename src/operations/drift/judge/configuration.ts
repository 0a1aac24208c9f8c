import { own } from "../../terraform/diagnosis/json-values";
import { addressIn, type Step, stepsOf, withoutInstanceKeys } from "./addresses";
import { isObject } from "./values";

/** A thing that an expression refers to, after modules and loops have been followed. */
export interface Reference {
  /** Without instance keys, such as `module.network.aws_subnet.public` or `data.aws_ami.image`. */
  readonly address: string;
  /** The modules that it is in, each with its key where the reference says one. */
  readonly modules: readonly string[];
  /** The key of the one instance that is referred to, such as `["a"]`; undefined for any. */
  readonly instanceKey: string | undefined;
  /** The way to the attribute that is referred to; empty for the whole resource. */
  readonly attributes: readonly string[];
}

/** What an expression depends on. */
export interface Sources {
  readonly resources: readonly Reference[];
  /** What the data sources depend on in their turn. */
  readonly behindDataSources: readonly Reference[];
  readonly dataSources: readonly Reference[];
  /** Such as `local.name`: plans don't hold what it stands for. */
  readonly unfollowable: readonly string[];
}

/**
 * The configuration part of a plan: what an attribute is set to, and what that refers to.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export class Configuration {
  readonly #root: unknown;
  readonly #resources = new Map<string, { readonly block: unknown; readonly module: ModulePath }>();

  constructor(rootModule: unknown) {
    this.#root = rootModule;
    this.#index(rootModule, []);
  }

  /** Whether an attribute of a resource is set, to a value or an expression. */
  isSet(address: string, attributes: readonly string[]): boolean {
    return this.#expressions(address, attributes).length > 0;
  }

  /** What an attribute of a resource depends on. */
  sourcesOf(address: string, attributes: readonly string[]): Sources {
    const found = this.#resources.get(withoutInstanceKeys(address));
    const references = this.#expressions(address, attributes).flatMap(referencesIn);
    return this.#follow(references, found?.module ?? [], found?.block);
  }

  /** What the number of a resource's instances depends on. */
  sourcesOfRepetition(address: string): Sources {
    const found = this.#resources.get(withoutInstanceKeys(address));
    return this.#follow(repetition(found?.block), found?.module ?? [], found?.block);
  }

  sourcesOfOutput(name: string): Sources {
    return this.#follow(
      referencesIn(own(own(own(this.#root, "outputs"), name), "expression")),
      [],
      undefined,
    );
  }

  #index(module: unknown, path: ModulePath): void {
    for (const block of list(own(module, "resources"))) {
      const address = own(block, "address");
      if (typeof address === "string")
        this.#resources.set(addressIn(path, address), { block, module: path });
    }
    const calls = own(module, "module_calls");
    if (isObject(calls))
      for (const name of Object.keys(calls))
        this.#index(own(own(calls, name), "module"), [...path, name]);
  }

  /** The expressions at an attribute: of all blocks of a list, since a set's can't be told apart. */
  #expressions(address: string, attributes: readonly string[]): unknown[] {
    const block = this.#resources.get(withoutInstanceKeys(address))?.block;
    let level: unknown[] = [own(block, "expressions")];
    for (const name of attributes) {
      const expression = level.find(isExpression);
      if (expression !== undefined) return [expression]; // a map, set as a whole
      level = level.flatMap((each) => list(each)).map((each) => own(each, name));
    }
    return level
      .flatMap((each) => list(each))
      .filter((each) => each !== undefined && each !== null);
  }

  #follow(references: readonly string[], module: ModulePath, block: unknown): Sources {
    const found: Found = {
      resources: new Map(),
      behindDataSources: new Map(),
      dataSources: new Map(),
      unfollowable: new Set(),
      visited: new Set(),
    };
    this.#followInto(found, references, module, block);
    return {
      resources: [...found.resources.values()],
      behindDataSources: [...found.behindDataSources.values()],
      dataSources: [...found.dataSources.values()],
      unfollowable: [...found.unfollowable],
    };
  }

  #followInto(
    found: Found,
    references: readonly string[],
    module: ModulePath,
    block: unknown,
  ): void {
    for (const reference of mostSpecific(references)) {
      const visit = `${module.join(".")} ${String(own(block, "address"))} ${reference}`;
      if (found.visited.has(visit)) continue;
      found.visited.add(visit);
      this.#followOne(found, reference, module, block);
    }
  }

  #followOne(found: Found, reference: string, module: ModulePath, block: unknown): void {
    const steps = stepsOf(reference);
    const names = steps.map(({ name }) => name);
    const [first = "", second = "", third] = names;
    switch (first) {
      case "path":
      case "terraform":
      case "self":
        return; // the same at every plan
      case "each":
      case "count": {
        this.#followInto(found, repetition(block), module, undefined);
        return;
      }
      case "var": {
        const [caller, call] = this.#callOf(module);
        const expression = own(own(call, "expressions"), second);
        this.#followInto(found, [...referencesIn(expression)], caller, call);
        return;
      }
      case "module": {
        const called = own(own(own(this.#moduleAt(module), "module_calls"), second), "module");
        const outputs = own(called, "outputs");
        const outputNames =
          third !== undefined ? [third] : isObject(outputs) ? Object.keys(outputs) : [];
        for (const name of outputNames)
          this.#followInto(
            found,
            referencesIn(own(own(outputs, name), "expression")),
            [...module, second + (steps[1]?.key ?? "")],
            undefined,
          );
        return;
      }
      case "local":
        found.unfollowable.add([first, second].join("."));
        return;
      case "data": {
        const address = withoutInstanceKeys(addressIn(module, `data.${second}.${third}`));
        found.dataSources.set(reference, { address, modules: module, ...below(steps, 2) });
        // What a data source reads may depend on resources in its turn.
        const source = this.#resources.get(address);
        if (source) {
          const references = [
            ...referencesDeep(own(source.block, "expressions")),
            ...repetition(source.block),
            ...dependencies(source.block),
          ];
          const behind = { ...found, resources: found.behindDataSources };
          this.#followInto(behind, references, module, source.block);
        }
        return;
      }
      default: {
        if (second === "") {
          found.unfollowable.add(first);
          return;
        }
        const address = withoutInstanceKeys(addressIn(module, `${first}.${second}`));
        found.resources.set(`${module.join(".")} ${reference}`, {
          address,
          modules: module,
          ...below(steps, 1),
        });
      }
    }
  }

  #moduleAt(path: ModulePath): unknown {
    return path.reduce<unknown>(
      (module, name) => own(own(own(module, "module_calls"), withoutInstanceKeys(name)), "module"),
      this.#root,
    );
  }

  /** The module that calls a module, and the call. */
  #callOf(path: ModulePath): readonly [ModulePath, unknown] {
    const name = path.at(-1);
    if (name === undefined) return [[], undefined];
    const caller = path.slice(0, -1);
    return [caller, own(own(this.#moduleAt(caller), "module_calls"), withoutInstanceKeys(name))];
  }
}

/** Names of modules, each with its key where a reference says one. */
type ModulePath = readonly string[];

interface Found {
  readonly resources: Map<string, Reference>;
  readonly behindDataSources: Map<string, Reference>;
  readonly dataSources: Map<string, Reference>;
  readonly unfollowable: Set<string>;
  readonly visited: Set<string>;
}

/** Terraform lists `a.b.c` together with its prefix `a.b`: the longer one says more. */
function mostSpecific(references: readonly string[]): string[] {
  const prefixes = new Set(
    references.flatMap((each) =>
      [...each.matchAll(/[.[]/g)].map(({ index }) => each.slice(0, index)),
    ),
  );
  return [...new Set(references)].filter((each) => !prefixes.has(each));
}

/** What a reference says below the resource, whose name is the step at this index. */
function below(
  steps: readonly Step[],
  index: number,
): Pick<Reference, "instanceKey" | "attributes"> {
  return {
    instanceKey: steps[index]?.key,
    attributes: steps.slice(index + 1).map(({ name }) => name),
  };
}

function dependencies(block: unknown): string[] {
  return list(own(block, "depends_on")).filter((each) => typeof each === "string");
}

function repetition(block: unknown): string[] {
  return [
    ...referencesIn(own(block, "for_each_expression")),
    ...referencesIn(own(block, "count_expression")),
  ];
}

/** An attribute's expression, and not a list of blocks. One that refers to nothing is empty. */
function isExpression(value: unknown): boolean {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 0 || Array.isArray(value.references) || keys.includes("constant_value");
}

function referencesIn(expression: unknown): string[] {
  return list(own(expression, "references")).filter((each) => typeof each === "string");
}

/** References of every expression below. */
function referencesDeep(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return isExpression(value) ? referencesIn(value) : Object.values(value).flatMap(referencesDeep);
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
