import { own } from "../../operations/terraform/diagnosis/json-values";

/** What an input is instead of a plan's JSON, and what to do; nothing of it is quoted, since it may hold a secret. */
type Named = string | undefined;

/** A file that isn't text in UTF-8, by its first bytes. */
export function namedBytes(content: Uint8Array): Named {
  const begins = (...bytes: number[]) => bytes.every((byte, index) => content[index] === byte);
  if (begins(0x1f, 0x8b)) return `is compressed by gzip: unpack it, or ${remedy}`;
  if (begins(0x50, 0x4b, 0x03, 0x04)) return `is a plan as Terraform saves it: ${remedy}`;
  // Windows PowerShell decodes what a program prints, and writes it anew: characters may be others then.
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) return `is in UTF-16, ${powerShell}`;
  if (begins(0xef, 0xbb, 0xbf)) return `begins with a byte order mark, ${powerShell}`;
  return undefined;
}

export const remedy = "write the plan's JSON with: terraform show -json PLAN > FILE";
const powerShell =
  'as Windows PowerShell\'s > writes it, which may change what a program printed: write it with cmd /c "terraform show -json PLAN > FILE"';

/** A text that is no JSON as a whole. */
export function namedText(text: string): Named {
  const lines = text.split("\n", 1000);
  const first = lines.findIndex((line) => line.trim() !== "");
  if (lines.slice(first, first + 2).every(isLogged)) return stream;
  const plan = lines.findIndex((line) => /^\s*\{\s*"format_version"/.test(line));
  if (plan > first)
    return `has ${plan - first === 1 ? "a line" : `${plan - first} lines`} before the plan's JSON, as wrappers write them (hashicorp/setup-terraform does without terraform_wrapper: false): ${remedy}, with Terraform itself`;
  if (plan === first && first !== -1)
    return `has something behind the plan's JSON, or is cut off: ${remedy}`;
  if (/^(Terraform|OpenTofu) will perform|^No changes\./m.test(text))
    return `is a plan as people read it: ${remedy}`;
  return undefined;
}

const stream = `is what terraform plan -json says while it plans: save the plan with -out, and ${remedy}`;

/** A line of Terraform's machine-readable log. */
function isLogged(line: string): boolean {
  return /^\s*\{"@level"/.test(line);
}

/** An object that is no plan. */
export function namedObject(json: object): Named {
  const has = (key: string) => own(json, key) !== undefined;
  if (has("@level")) return stream;
  if (has("verdict") && has("schemaVersion"))
    return `is a report of testapp, and no plan: ${remedy}`;
  // An empty state has no more than its format.
  const planned = ["resource_changes", "configuration", "planned_values", "errored", "complete"];
  if (has("lineage") || (has("format_version") && !planned.some(has)))
    return `is a state, and no plan: save one with terraform plan -out=PLAN, and ${remedy}`;
  return undefined;
}
