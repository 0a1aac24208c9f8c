import { amazonLinux2023Paths } from "../../../../../../src/systems/test-app/scripts/instance-paths";
import type { RunUpdaterValues } from "../../../../../../src/systems/test-app/scripts/run-updater/render-run-updater";
import { targetGroupArn } from "./target-group";

/** The values of an environment, with what a test changes. */
export function sampleRun(changes: Partial<RunUpdaterValues> = {}): RunUpdaterValues {
  return {
    region: "us-east-1",
    updatesParameter: "/test-app/uat-us-east-1/updates",
    secretName: "test-app/uat-us-east-1/autoupdater-download",
    updaterUrl: "https://server.com/testapp-autoupdater",
    updaterSha256: "",
    paths: amazonLinux2023Paths,
    limits: {
      lockSeconds: 20,
      updatesSeconds: 30,
      secretSeconds: 60,
      downloadSeconds: 120,
      updaterSeconds: 300,
      drainSeconds: 120,
      healthSeconds: 90,
      inServiceSeconds: 90,
      targetCallSeconds: 30,
      targetPollSeconds: 5,
      metadataSeconds: 10,
    },
    targetGroupArn,
    leastInService: 2,
    outputPlace: "the log group /test-app/uat-us-east-1/autoupdater",
    health: sampleHealth,
    ...changes,
  };
}

export const sampleHealth: RunUpdaterValues["health"] = {
  port: 80,
  path: "/health",
  matcher: "200",
  intervalSeconds: 15,
  timeoutSeconds: 5,
  healthyThresholdCount: 2,
};

/** A load balancer that looks each second; a test says how long it drains. */
export const sampleLoadBalancing = {
  healthCheck: {
    path: sampleHealth.path,
    intervalSeconds: 1,
    timeoutSeconds: 5,
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 6,
  },
  idleTimeoutSeconds: 60,
};
