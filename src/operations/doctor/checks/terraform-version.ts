import { TerraformFailure } from "../../terraform/failure";
import { projectRoot } from "../../terraform/project";
import { requireTerraform } from "../../terraform/terraform";
import { terraformVariables } from "../../terraform/variables";
import type { Check } from "../check";
import { failed, ok, unchecked } from "../finding";

const longestSeconds = 10;

/** Terraform, started as a drift check starts it. */
export const terraformVersion: Check<object> = {
  name: "terraform",
  run: async () => {
    const signal = AbortSignal.timeout(longestSeconds * 1000);
    const options = { cwd: projectRoot(), env: terraformVariables(), signal };
    try {
      return [ok(`Terraform ${await requireTerraform(options)}`)];
    } catch (error) {
      if (!(error instanceof TerraformFailure)) throw error;
      if (signal.aborted)
        return [
          unchecked(
            `terraform version didn't end within ${longestSeconds} s`,
            "run terraform version by hand",
          ),
        ];
      // A reason is what was seen, a colon, and the remedy.
      const [seen = "", ...remedy] = error.message.split(": ");
      return [failed(seen, remedy.join(": "))];
    }
  },
};
