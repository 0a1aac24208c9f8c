import semver from "semver";
import { engines } from "../../../../package.json";
import type { StandIn } from "../../../estate/checks";
import { committedLockFile } from "../../terraform/plan/providers";
import { projectRoot } from "../../terraform/project";
import { findTerraform } from "../../terraform/terraform";
import { terraformVariables } from "../../terraform/variables";
import { type Finding, type Found, failed, ok, unchecked, warning } from "../check";

/** The machine and the checkout that commands run in. */
export interface Machine {
  /** Such as `20.19.0`. */
  readonly nodeVersion: string;
  /** Undefined while it isn't committed. */
  readonly lockFile: string | undefined;
}

/** The one that this process runs on. */
export function thisMachine(): Machine {
  return { nodeVersion: process.versions.node, lockFile: committedLockFile() };
}

/** The cdktf CLI doesn't run on every Node.js: it crashes on 24. */
export async function nodeVersion({ nodeVersion: version }: Machine): Promise<Found> {
  return semver.satisfies(version, engines.node)
    ? ok(`Node.js ${version}`)
    : failed(
        `Node.js ${version} is none of ${engines.node}`,
        "install Node.js 22: https://nodejs.org/en/download",
      );
}

const longestSeconds = 10;

/** Terraform, started as a drift check starts it. */
export async function terraformVersion(): Promise<Found> {
  const signal = AbortSignal.timeout(longestSeconds * 1000);
  const options = { cwd: projectRoot(), env: terraformVariables(), signal };
  const found = await findTerraform(options).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return undefined;
  });
  if (found === undefined)
    return unchecked(
      `terraform version didn't end within ${longestSeconds} s`,
      "run terraform version by hand",
    );
  return "version" in found
    ? ok(`Terraform ${found.version}`)
    : failed(found.problem, found.remedy);
}

/** Without it each drift check takes the provider that the registry sends, whatever its hash. */
export async function lockFile({ lockFile: file }: Machine): Promise<Found> {
  return file === undefined
    ? warning(
        ".terraform.lock.hcl is missing, so the provider's hashes are not compared",
        "make it and commit it: CONTRIBUTING.md, 'The providers' lock file'",
      )
    : ok(".terraform.lock.hcl is there");
}

/** Values that stand in for ones that nobody has given yet. */
export async function standInValues(
  _: Machine,
  standIns: readonly StandIn[],
): Promise<readonly Finding[]> {
  if (standIns.length === 0) return [ok("no value stands in for one of the client's")];
  return standIns.map(({ name, value, severity, because, remedy }) => ({
    status: severity,
    message: `${name} is still ${JSON.stringify(value)}: ${because}`,
    remedy,
  }));
}

/** @param standIns the values in the configuration that nobody has given yet */
type MachineCheck = (machine: Machine, standIns: readonly StandIn[]) => Promise<Found>;

/** What is looked at on every machine, whatever it works on, by the checks' names. */
export const machineChecks: Readonly<Record<string, MachineCheck>> = {
  node: nodeVersion,
  terraform: terraformVersion,
  "lock-file": lockFile,
  "stand-ins": standInValues,
};
