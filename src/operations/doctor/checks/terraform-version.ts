import { projectRoot } from "../../terraform/project";
import { findTerraform } from "../../terraform/terraform";
import { terraformVariables } from "../../terraform/variables";
import { type Finding, failed, ok, unchecked } from "../finding";

const longestSeconds = 10;

/** Terraform, started as a drift check starts it. */
export async function terraformVersion(): Promise<readonly Finding[]> {
  const signal = AbortSignal.timeout(longestSeconds * 1000);
  const options = { cwd: projectRoot(), env: terraformVariables(), signal };
  const found = await findTerraform(options).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return undefined;
  });
  if (found === undefined)
    return [
      unchecked(
        `terraform version didn't end within ${longestSeconds} s`,
        "run terraform version by hand",
      ),
    ];
  return "version" in found
    ? [ok(`Terraform ${found.version}`)]
    : [failed(found.problem, found.remedy)];
}
