import type { ResolvedAttribute, ResolvedPlan, ResolvedResource } from "./resolved";
import { shapes } from "./shapes";

/** Parts of a configuration that other parts of it pass values through. */
interface Passages {
  /** Of the call of the module. */
  readonly inputs: Record<string, object>;
  /** Of the module. */
  readonly outputs: Record<string, object>;
}

/** The configuration that makes a plan what it is meant to be. */
export function configurationOf({ resources, outputs }: ResolvedPlan): { root_module: object } {
  const passages: Passages = { inputs: {}, outputs: {} };
  const inCode = resources.filter(
    ({ kind }) => !["delete", "forget", "deposed", "gone"].includes(kind),
  );
  const blocks = (inModule: boolean) =>
    inCode
      .filter((resource) => resource.inModule === inModule)
      .map((resource) => blockOf(resource, passages));
  const [root, module] = [blocks(false), blocks(true)];
  const rootOutputs = outputs.map(({ name, target }) => [
    name,
    { expression: target ? references(target, undefined, false, passages) : {} },
  ]);
  return {
    root_module: {
      resources: root,
      outputs: Object.fromEntries(rootOutputs),
      module_calls: {
        network: {
          source: "./network",
          expressions: passages.inputs,
          module: { resources: module, outputs: passages.outputs },
        },
      },
    },
  };
}

function blockOf(resource: ResolvedResource, passages: Passages): object {
  const expressions = resource.attributes
    .map((attribute) => [attribute.name, expressionOf(attribute, resource.inModule, passages)])
    .filter(([, expression]) => expression !== undefined);
  return {
    address: resource.localAddress,
    mode: "managed",
    ...(expressions.length > 0 && { expressions: Object.fromEntries(expressions) }),
  };
}

function expressionOf(
  { shape, set, change, refersTo }: ResolvedAttribute,
  inModule: boolean,
  passages: Passages,
): unknown {
  if (change === "computed" || (refersTo === undefined && !set)) return shapes[shape].unset;
  return shapes[shape].configured(expression());

  function expression(): object {
    if (!refersTo) return { constant_value: "set" };
    switch (refersTo.from) {
      case "data":
        return { references: ["data.test_lookup.it.id", "data.test_lookup.it"] };
      case "local":
        return { references: ["local.it"] };
      default:
        return references(refersTo.target, refersTo.attribute, inModule, passages);
    }
  }
}

/** References as Terraform lists them: the whole one, then what it is a part of. */
function references(
  target: ResolvedResource,
  attribute: string | undefined,
  fromModule: boolean,
  { inputs, outputs }: Passages,
): { references: string[] } {
  const whole = `${target.localAddress}${target.instance}`;
  const direct = {
    references: attribute === undefined ? [whole] : [`${whole}.${attribute}`, whole],
  };
  if (target.inModule === fromModule) return direct;
  const passage = `${target.localAddress}_${attribute ?? "whole"}`.replace(".", "_");
  (fromModule ? inputs : outputs)[passage] = fromModule ? direct : { expression: direct };
  return {
    references: fromModule
      ? [`var.${passage}`]
      : [`module.network[0].${passage}`, "module.network"],
  };
}
