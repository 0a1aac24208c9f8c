import { describe, expect, it } from "vitest";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import { change, type Json, plan } from "./written-plans";

const name = "/test-app/uat-us-east-1/updates";
const parameter = (value: string | null): Json => ({ name, insecure_value: value, version: 2 });
const address = "aws_ssm_parameter.updates_this_12345678";

/** As a plan shows a value that Terraform leaves alone. */
function judged(value: string, updatesParameter: string | undefined = name) {
  const written = plan({
    changes: [change(["no-op"], address, parameter(value), parameter(value))],
    drift: [change(["update"], address, parameter("enabled"), parameter(value))],
  });
  return judgePlan(
    { ...written, applyable: false },
    { environment: "uat-us-east-1", accepted: [], today: "2026-06-01", updatesParameter },
  );
}

describe("a hold that a plan shows", () => {
  it("is told, and is no difference", () => {
    expect(judged("held: 1.9 is bad")).toMatchObject({
      verdict: "IN_SYNC",
      held: "updates are held: 1.9 is bad",
      counts: { drift: 0, pending: 0, stateOnly: 1 },
    });
  });

  it("is also one that says nothing anybody knows", () => {
    expect(judged("on").held).toContain("counts as held");
  });

  it("is none where updates are enabled, or where the environment has none", () => {
    expect(judged("enabled").held).toBeNull();
    expect(judged("held: x", "/another").held).toBeNull();
  });
});
