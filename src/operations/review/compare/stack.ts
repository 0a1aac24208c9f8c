import type { ClearSecrets } from "./clear-secrets";
import { blocksOf, isObject, type Json, type JsonObject } from "./json";
import { unfolded } from "./unfolded";

/** Something of a stack that has an address: a resource, a data source, or a setting of Terraform's. */
export interface Part {
  /** As in a plan, such as `aws_lb.load-balancer_this_BD70CA31` or `data.aws_ami.image_this_1819D780`. */
  readonly address: string;
  /** Such as `aws_lb`, `data.aws_ami`, `terraform`. */
  readonly type: string;
  /** Its construct in the stack, such as `load-balancer/this`; the address where no construct made it. */
  readonly construct: string;
  /** As a reader wants them, without secrets that stand in clear. */
  readonly values: JsonObject;
}

/** A synthesized stack, as a reader wants it. */
export interface Stack {
  readonly id: string;
  /** Of the provider; empty where it names none. */
  readonly region: string;
  readonly parts: ReadonlyMap<string, Part>;
  /** What has moved, from the address before. */
  readonly moved: ReadonlyMap<string, string>;
  /** The content of its `cdk.tf.json`. */
  readonly json: JsonObject;
}

export function stackOf(id: string, json: JsonObject, secrets: ClearSecrets): Stack {
  const parts = [
    ...addressed(json.resource, ""),
    ...addressed(json.data, "data."),
    ...settings(json),
  ];
  const clean = parts.map(
    ({ values, ...part }): Part => ({ ...part, values: secrets.without(unfolded(values)) }),
  );
  const [provider] = blocksOf(isObject(json.provider) ? json.provider.aws : undefined);
  const moved = blocksOf(json.moved).map(({ from, to }) => [String(from), String(to)] as const);
  return {
    id,
    region: typeof provider?.region === "string" ? provider.region : "",
    parts: new Map(clean.map((part) => [part.address, part])),
    moved: new Map(moved),
    json,
  };
}

function addressed(byType: Json | undefined, prefix: string): Part[] {
  return objectsIn(byType).flatMap(([type, byName]) =>
    objectsIn(byName).map(([name, values]) => {
      const address = `${prefix}${type}.${name}`;
      return {
        address,
        type: `${prefix}${type}`,
        construct: constructOf(values) ?? address,
        values,
      };
    }),
  );
}

/** cdktf notes the path of a construct, which begins with its stack. */
function constructOf({ "//": note }: JsonObject): string | undefined {
  const metadata = isObject(note) ? note.metadata : undefined;
  const path = isObject(metadata) ? metadata.path : undefined;
  return typeof path === "string" ? path.split("/").slice(1).join("/") : undefined;
}

/** What else an apply follows: the state's place, versions, the provider's settings, outputs. */
function settings({ terraform, provider, output, removed }: JsonObject): Part[] {
  const setting = (address: string, values: JsonObject): Part => ({
    address,
    type: address.split(".")[0] ?? address,
    construct: address,
    values,
  });
  return [
    ...(isObject(terraform) ? [setting("terraform", terraform)] : []),
    ...objectsIn(provider, blocksOf).map(([name, values]) => setting(`provider.${name}`, values)),
    ...objectsIn(output).map(([name, values]) => setting(`output.${name}`, values)),
    ...blocksOf(removed).map((values) => setting(`removed.${String(values.from)}`, values)),
  ];
}

/** The entries that are objects; of a list of blocks the first alone has the name, the others a number behind it. */
function objectsIn(
  value: Json | undefined,
  each: (value: Json) => readonly JsonObject[] = (one) => (isObject(one) ? [one] : []),
): (readonly [string, JsonObject])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, entry]) =>
    each(entry).map((values, index) => [index === 0 ? name : `${name}[${index}]`, values] as const),
  );
}
