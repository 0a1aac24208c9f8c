import type { Environment } from "../environment";
import { type Names, releaseKey, sharedNamesOf } from "../names";
import { serviceVariables } from "../variables";
import { bootScript, machinePaths } from "./boot";

/** The script that the adder's machines of an environment run at their first boot. */
export function adderBoot(
  { region }: Pick<Environment, "region">,
  names: Names,
  digest: string,
): string {
  return bootScript({
    region,
    release: {
      bucket: sharedNamesOf(region).releaseBucket,
      key: releaseKey(digest),
      sha256: digest.replace("sha256:", ""),
    },
    variables: serviceVariables("adder", region, names, machinePaths.folder),
    hostParameter: names.database.hostParameter,
    logGroupName: names.logGroups.adder,
    paths: machinePaths,
    attempts: 10,
    pauseSeconds: 5,
  });
}
