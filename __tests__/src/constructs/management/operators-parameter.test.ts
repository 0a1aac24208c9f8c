import { expect, it } from "vitest";
import { OperatorsParameter } from "../../../../src/constructs/management/operators-parameter";
import { synthesize } from "../../../support/synthesized";

it("makes a parameter whose value Terraform leaves alone from then on", () => {
  const stack = synthesize(
    (scope) =>
      new OperatorsParameter(scope, "updates", {
        name: "/a/updates",
        description: "Whether updates are enabled",
        firstValue: "enabled",
      }),
  );
  expect(stack.only("aws_ssm_parameter")).toMatchObject({
    name: "/a/updates",
    type: "String",
    insecure_value: "enabled",
    lifecycle: { ignore_changes: ["insecure_value", "value"] },
  });
});
