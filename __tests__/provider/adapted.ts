import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

type Json = any;

/** A block of `terraform providers schema -json`: https://developer.hashicorp.com/terraform/cli/commands/providers/schema */
interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

/** What `terraform providers schema -json` says of one provider. */
export interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: Block }>>;
}

/** Terraform's own, in every block. */
const metaArguments = ["//", "count", "depends_on", "for_each", "lifecycle", "provider"];

/** Values that an older provider refuses, and a schema doesn't say. */
const replaced = [
  { resource: "aws_lambda_function", attribute: "runtime", from: "nodejs24.x", to: "nodejs22.x" },
];

/**
 * Copies a synthesized output, and changes in the copy what another version of the provider and an emulator need.
 *
 * @param schema of that version; without it, what it doesn't know stays
 * @returns what that version doesn't know, and is left out
 */
export function adapt(from: string, to: string, version: string, schema: ProviderSchema): string[] {
  cpSync(from, to, { recursive: true });
  const unknown = new Set<string>();
  for (const id of readdirSync(path.join(to, "stacks"))) {
    const file = path.join(to, "stacks", id, "cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8"));
    const { terraform, provider } = stack;
    // A bucket's name before 127.0.0.1 is no host.
    terraform.backend.s3.use_path_style = true;
    for (const each of provider.aws) each.s3_use_path_style = true;
    if (terraform.required_providers.aws.version !== version) {
      terraform.required_providers.aws.version = version;
      leaveOutUnknown(stack, schema, unknown);
    }
    writeFileSync(file, JSON.stringify(stack, null, 2));
  }
  return [...unknown].sort();
}

function leaveOutUnknown(stack: Json, schema: ProviderSchema, unknown: Set<string>): void {
  const { resource_schemas: resources, data_source_schemas: data } = schema;
  for (const [type, blocks] of Object.entries<Json>(stack.resource)) {
    for (const block of Object.values<Json>(blocks)) {
      leaveOutOf(block, resources[type]?.block ?? {}, type, unknown);
      for (const { resource, attribute, from, to } of replaced) {
        if (type !== resource || block[attribute] !== from) continue;
        block[attribute] = to;
        unknown.add(`${type}.${attribute}: ${from}, ${to} instead`);
      }
    }
  }
  for (const [type, blocks] of Object.entries<Json>(stack.data))
    for (const block of Object.values<Json>(blocks))
      leaveOutOf(block, data[type]?.block ?? {}, `data.${type}`, unknown);
  for (const block of stack.provider.aws)
    leaveOutOf(block, schema.provider.block, "provider", unknown);
}

function leaveOutOf(block: Json, known: Block, at: string, unknown: Set<string>): void {
  for (const [name, value] of Object.entries<Json>(block)) {
    if (metaArguments.includes(name) || known.attributes?.[name] !== undefined) continue;
    const nested = known.block_types?.[name]?.block;
    if (nested === undefined) {
      delete block[name];
      unknown.add(`${at}.${name}`);
      continue;
    }
    for (const each of [value].flat()) leaveOutOf(each, nested, `${at}.${name}`, unknown);
  }
}
