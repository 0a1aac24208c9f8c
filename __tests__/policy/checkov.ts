import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Configuration, SynthesizedStack } from "../support/synthesized";
import { toolPath } from "../support/tools";

/** One check of one resource. */
export interface Checked {
  /** Such as `CKV_AWS_272`. */
  readonly check: string;
  readonly title: string;
  /** As in a plan; of a provider its name. */
  readonly address: string;
  readonly passed: boolean;
}

/**
 * What checkov says of stacks, by their names: one process for all, because its start takes longest. It reads no more
 * than each stack's JSON, and asks nobody on the network.
 *
 * https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html
 */
export function runCheckov(
  stacks: Readonly<Record<string, SynthesizedStack>>,
): Record<string, Checked[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "test-app-"));
  try {
    for (const [id, { json }] of Object.entries(stacks)) {
      mkdirSync(path.join(folder, id));
      writeFileSync(path.join(folder, id, "cdk.tf.json"), JSON.stringify(json));
    }
    const reports = [JSON.parse(scan(folder))].flat();
    const all = reports.flatMap(({ results }) => [
      ...(results?.passed_checks ?? []),
      ...(results?.failed_checks ?? []),
    ]);
    return Object.fromEntries(
      Object.entries(stacks).map(([id, stack]) => [
        id,
        all
          .filter(({ file_path: file }) => file === `/${id}/cdk.tf.json`)
          .map((each) => checkedIn(stack, each)),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function scan(folder: string): string {
  const options = ["--framework", "terraform_json", "--output", "json", "--compact", "--soft-fail"];
  const offline = ["--skip-download", "--download-external-modules", "false"];
  return execFileSync(toolPath("checkov"), ["--directory", folder, ...options, ...offline], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function checkedIn(stack: SynthesizedStack, found: Configuration): Checked {
  // Some checks name a resource by its type, others by `resource.` alone.
  const name = found.resource.slice(found.resource.indexOf(".") + 1);
  const resources = [...stack.resources(), ...stack.dataSources()];
  const address = resources.find((each) => each.address.endsWith(`.${name}`))?.address ?? name;
  return {
    check: found.check_id,
    title: found.check_name,
    address,
    passed: found.check_result.result === "PASSED",
  };
}

/**
 * Without what checkov's parser can't read: it gives a whole stack up without a word, reports no check, and exits
 * with 0.
 */
export function readable(stack: SynthesizedStack): SynthesizedStack {
  const copy = stack.clone();
  delete copy.json.import;
  delete copy.json.terraform.required_version;
  return copy;
}

/** A finding that a resource accepts, with its reason. */
export interface Accepted {
  readonly check: string;
  readonly address: string;
  readonly because: string;
}

/** What the constructs have written beside their resources. */
export function acceptedIn(stack: SynthesizedStack): Accepted[] {
  return stack
    .resources()
    .flatMap(({ address, configuration }) =>
      Object.entries<string>(configuration["//"]?.acceptedFindings ?? {}).map(
        ([check, because]) => ({ check, address, because }),
      ),
    );
}
