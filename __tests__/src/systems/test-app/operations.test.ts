import { expect, it } from "vitest";
import { deploymentOf } from "../../../../src/systems/test-app/operations";
import { environment } from "../../../support/environment";
import { reason } from "./mistakes";

it.each([
  ["uat-us-east-1", "uat", "on", true],
  ["production-ap-southeast-2", "production", "on", true],
  ["staging-us-east-1", "staging", { offBecause: reason }, false],
] as const)(
  "whether a person approves what %s gets is what it says itself",
  (id, stage, approval, asks) => {
    const { settings } = environment({ id, stage, rollout: { approval } });
    expect(deploymentOf(settings).releaseNeedsApproval).toBe(asks);
  },
);
