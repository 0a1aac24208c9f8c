import type { BootLimits } from "../../../../../../src/systems/test-app/boot";
import { amazonLinux2023Paths } from "../../../../../../src/systems/test-app/scripts/instance-paths";
import type { UserDataValues } from "../../../../../../src/systems/test-app/scripts/user-data/render-user-data";

export const sampleLimits: BootLimits = {
  agentSeconds: 120,
  lockSeconds: 60,
  updatesSeconds: 30,
  secretSeconds: 60,
  downloadSeconds: 180,
  updaterSeconds: 300,
  metricSeconds: 30,
};

/** The values of an environment, with what a test changes. */
export function sampleValues(changes: Partial<UserDataValues> = {}): UserDataValues {
  return {
    environmentId: "uat-us-east-1",
    region: "us-east-1",
    metricNamespace: "test-app/uat-us-east-1",
    logGroupPrefix: "/test-app/uat-us-east-1",
    updatesParameter: "/test-app/uat-us-east-1/updates",
    secretName: "test-app/uat-us-east-1/autoupdater-download",
    updaterUrl: "https://server.com/testapp-autoupdater",
    updaterSha256: "",
    paths: amazonLinux2023Paths,
    limits: sampleLimits,
    ...changes,
  };
}
