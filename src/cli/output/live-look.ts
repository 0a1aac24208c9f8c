import { loadDeployment } from "../../estate/deployments";
import { Clients } from "../../operations/aws/clients";
import type { LookForAdditions } from "../../operations/drift/additions/addition";
import { lookForAdditions } from "../../operations/drift/additions/look";
import { throwIfStopped } from "../../operations/terraform/failure";

/** Asks AWS's API for additions in each environment's own region; with `--no-additions` nobody is asked. */
export function liveLook({ additions }: { readonly additions: boolean }): LookForAdditions {
  if (!additions) return async () => ({ called: false, because: "--no-additions" });
  return async (plan, environment, signal) => {
    const { region, account } = loadDeployment(environment);
    using aws = new Clients(region);
    const looked = await lookForAdditions(plan, aws, account, signal);
    // Who interrupts wants no list of all that wasn't asked then.
    throwIfStopped(signal);
    return looked;
  };
}
