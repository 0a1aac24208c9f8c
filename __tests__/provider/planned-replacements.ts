import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ProviderMirror, writeMirrorConfiguration } from "../support/provider-mirror";
import { toolPath } from "../support/tools";
import { requiring } from "./find-provider";

type Json = any;
type Type = string | readonly [kind: string, of: Type];
interface Attribute {
  readonly type?: Type;
  readonly computed?: boolean;
  readonly optional?: boolean;
}
interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block; nesting_mode: string }>>;
}
interface Schema {
  readonly version: number;
  readonly block: Block;
}

/** What an argument was before, where any other text is refused already in the state. */
const otherwise: Readonly<Record<string, string>> = {
  "aws_s3_bucket_lifecycle_configuration.transition_default_minimum_object_size":
    "varies_by_storage_class",
};
const anArn = "arn:aws:iam::111122223333:role/known";
const address = 'provider["registry.terraform.io/hashicorp/aws"]';

/** Of a type, arguments by whether the provider plans to replace a resource for them. */
export interface Planned {
  readonly replacing: readonly string[];
  readonly updating: readonly string[];
}

/**
 * Asks the provider what it would do for each argument that changes. A schema doesn't say it, a plan does: for every
 * argument there is a resource whose state differs in it alone. Nothing is refreshed, so no AWS is asked.
 *
 * Left out is what nobody sets and AWS may choose: without a value in the code, no plan changes it.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 *
 * @param samples a resource of each type as it is synthesized
 * @param further arguments to try beside those that the sample sets
 */
export function plannedReplacements(
  mirror: ProviderMirror,
  samples: Readonly<Record<string, Json>>,
  further: (type: string) => readonly string[],
): Record<string, Planned> {
  const folder = mkdtempSync(path.join(tmpdir(), "test-app-replacements-"));
  const configuration = writeMirrorConfiguration(path.join(folder, "terraform.rc"), mirror);
  const terraform = (...args: string[]) =>
    execFileSync(toolPath("terraform"), args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 500e6,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TF_CLI_CONFIG_FILE: configuration,
        CHECKPOINT_DISABLE: "1",
        AWS_EC2_METADATA_DISABLED: "true",
      },
    });
  const write = (name: string, content: Json) =>
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  try {
    const base = { ...requiring(mirror.version), provider: { aws: [offline] } };
    write("main.tf.json", base);
    terraform("init", "-input=false");
    const [{ resource_schemas: schemas }] = Object.values<Json>(
      JSON.parse(terraform("providers", "schema", "-json")).provider_schemas,
    ) as [{ resource_schemas: Record<string, Schema> }];

    const resource: Record<string, Record<string, Json>> = {};
    const resources: Json[] = [];
    for (const [type, values] of Object.entries(samples)) {
      const schema = schemas[type];
      if (schema === undefined) continue;
      const sample = shaped(schema.block, values);
      for (const name of new Set([...Object.keys(sample), ...further(type)])) {
        const before = changed(type, name, schema.block, sample);
        if (before === undefined) continue;
        resource[type] = { ...resource[type], [`x_${name}`]: sample };
        const attributes = whole(schema.block, { id: "known", tags_all: {}, ...before });
        const instances = [{ schema_version: schema.version, attributes }];
        resources.push({ mode: "managed", type, name: `x_${name}`, provider: address, instances });
      }
    }
    write("main.tf.json", { ...base, resource });
    write("terraform.tfstate", { version: 4, serial: 1, lineage: "x", outputs: {}, resources });
    terraform("plan", "-refresh=false", "-input=false", "-out=plan");
    return judged(JSON.parse(terraform("show", "-json", "plan")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Credentials that are nobody's, and nothing that would ask AWS. */
const offline = {
  region: "us-east-1",
  access_key: "x",
  secret_key: "x",
  skip_credentials_validation: true,
  skip_metadata_api_check: "true",
  skip_requesting_account_id: true,
};

function judged({ resource_changes: changes }: Json): Record<string, Planned> {
  const found: Record<string, { replacing: string[]; updating: string[] }> = {};
  for (const { type } of changes) found[type] = { replacing: [], updating: [] };
  for (const { type, name, change } of changes) {
    const argument = name.slice("x_".length);
    const paths: Json[][] = change.replace_paths ?? [];
    const isReplaced = paths.some(([first]) => first === argument);
    found[type]?.[isReplaced ? "replacing" : "updating"].push(argument);
  }
  return found;
}

/** A resource's arguments as the provider takes them, with something known for each reference. */
function shaped(block: Block, values: Json): Record<string, Json> {
  const out: Record<string, Json> = {};
  for (const [name, { type }] of Object.entries(block.attributes ?? {}))
    if (name in values && type !== undefined) out[name] = ofType(type, values[name]);
  for (const [name, nested] of Object.entries(block.block_types ?? {}))
    if (name in values)
      out[name] = [values[name]]
        .flat()
        .filter(isBlock)
        .map((each) => shaped(nested.block, each));
  return out;
}

const isBlock = (value: Json) => typeof value === "object" && value !== null;

function ofType(type: Type, value: Json): Json {
  const known = typeof value === "string" && value.includes("${") ? knownFor(value) : value;
  if (typeof type !== "string") {
    const [kind, of] = type;
    if (kind !== "map") return [known].flat().map((each) => ofType(of, each));
    return Object.fromEntries(Object.entries(known).map(([key, each]) => [key, ofType(of, each)]));
  }
  if (type === "number") return Number(known) || 1;
  if (type === "bool") return known === true || known === "true";
  // An older provider doesn't know the newest runtime.
  return String(known) === "nodejs24.x" ? "nodejs22.x" : String(known);
}

function knownFor(expression: string): string {
  if (/^\$\{[^}]*\.arn\}$/.test(expression)) return anArn;
  return expression.replaceAll(/\$\{[^}]*\}/g, "known");
}

/** The arguments with another value of this one; undefined where that can't be tried. */
function changed(type: string, name: string, block: Block, sample: Json): Json {
  const attribute = block.attributes?.[name];
  if (attribute?.type !== undefined) {
    if (attribute.computed && !(name in sample)) return undefined;
    // Blocks that are written as attributes.
    if (/"object"/.test(JSON.stringify(attribute.type))) return undefined;
    const value = otherwise[`${type}.${name}`] ?? another(attribute.type, sample[name]);
    return { ...sample, [name]: value };
  }
  const nested = block.block_types?.[name]?.block.attributes;
  if (nested === undefined) return undefined;
  const [first = {}, ...others] = sample[name] ?? [];
  const leaf = Object.entries(nested).find(
    ([key, { optional }]) => key in first || (!(name in sample) && optional),
  );
  if (leaf?.[1].type === undefined) return undefined;
  const [key, { type: of }] = leaf;
  return { ...sample, [name]: [{ ...first, [key]: another(of, first[key]) }, ...others] };
}

function another(type: Type, value: Json): Json {
  if (type === "number") return (value ?? 1) + 1;
  if (type === "bool") return !value;
  if (type === "string") return `${value ?? "an"}-other`;
  return type[0] === "map" ? { ...value, other: "x" } : [...(value ?? []), "other"];
}

/** With null for all that isn't set, as a state has it. */
function whole(block: Block, values: Json): Json {
  const out: Record<string, Json> = {};
  for (const name of Object.keys(block.attributes ?? {})) out[name] = values[name] ?? null;
  for (const [name, { block: nested, nesting_mode: mode }] of Object.entries(
    block.block_types ?? {},
  ))
    out[name] =
      mode === "single" ? null : (values[name] ?? []).map((each: Json) => whole(nested, each));
  return out;
}
