import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const code = "cdk.tf.json";
/** What `terraform init` writes beside the code. */
const installed = /^\.terraform/;

/**
 * A text that two synthesized stacks share exactly when Terraform reads the same in both: all that is
 * declared, and the contents of the assets. A plan doesn't hold what stands around a value that is known only
 * during apply, such as the actions of a policy that names something new; the code does.
 *
 * @param stack the stack's folder in an output of `cdktf synth`
 */
export function codeFingerprint(stack: string): string {
  const files = readdirSync(stack, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(stack, path.join(entry.parentPath, entry.name)))
    .filter((name) => !installed.test(name))
    .sort()
    .map((name) => {
      const content = readFileSync(path.join(stack, name));
      return [name, sha256(name === code ? canonicalCode(content.toString("utf8")) : content)];
    });
  return sha256(JSON.stringify(files));
}

/** Without CDKTF's own remarks, which Terraform doesn't read, and whatever the order of the keys. */
function canonicalCode(json: string): string {
  const { "//": _, ...stack } = JSON.parse(json);
  const declared = ["resource", "data"].map((kind) => [kind, withoutRemarks(stack[kind])]);
  return JSON.stringify({ ...stack, ...Object.fromEntries(declared) }, inOrderOfKeys);
}

/** Blocks by type and name. A value may have a key `//` too, which then means something. */
function withoutRemarks(types: unknown): unknown {
  return mapped(types, (names) =>
    mapped(names, (block) => (isObject(block) ? (({ "//": _, ...rest }) => rest)(block) : block)),
  );
}

function mapped(value: unknown, each: (of: unknown) => unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, each(of)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inOrderOfKeys(_: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries);
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
